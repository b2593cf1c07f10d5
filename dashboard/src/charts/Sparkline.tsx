/** A line without axes: how a figure went. */
export function Sparkline({ values, className = "h-8 w-full" }: { values: readonly (number | null)[]; className?: string }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <div className={className} />;
  const [top, width, height] = [Math.max(...known, 0), 100, 28];
  const bottom = Math.min(...known, 0);
  const at = (value: number, index: number) => `${((index / (values.length - 1)) * width).toFixed(2)},${(height - 1 - ((value - bottom) / (top - bottom || 1)) * (height - 2)).toFixed(2)}`;
  let path = "";
  values.forEach((value, index) => { if (value !== null) path += `${path === "" || values[index - 1] === null ? "M" : "L"}${at(value, index)}`; });
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden className={className}>
      <path d={path} fill="none" stroke="var(--series-1)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
    </svg>
  );
}
