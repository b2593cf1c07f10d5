/** The colours of series in their order, as the tokens have them now: a canvas cannot read variables by itself. */
export function seriesColour(index: number): string {
  return index < 0 || index > 7 ? "var(--series-other)" : `var(--series-${index + 1})`;
}

export function resolve(colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  return name ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : colour;
}
