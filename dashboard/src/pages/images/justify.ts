export interface Box {
  width: number;
  height: number;
}

export interface Row {
  /** Index of its first picture. */
  from: number;
  /** Of each picture, in pixels; the height is the row's. */
  widths: number[];
  height: number;
}

const square = 1;

/**
 * Puts pictures into rows of one width that keep each one's proportions: a row is filled until its height, shrunk to fit, is at most the wanted one. The last row
 * keeps the wanted height. Very wide and very high pictures are held between a quarter and four times as wide as high.
 */
export function justify(boxes: readonly (Box | undefined)[], width: number, wanted: number, gap: number): Row[] {
  const rows: Row[] = [];
  let from = 0;
  let ratios: number[] = [];
  let sum = 0;
  const close = (height: number) => {
    rows.push({ from, widths: ratios.map((ratio) => ratio * height), height });
    [from, ratios, sum] = [from + ratios.length, [], 0];
  };
  for (const box of boxes) {
    const ratio = box && box.width > 0 && box.height > 0 ? Math.min(4, Math.max(0.25, box.width / box.height)) : square;
    ratios.push(ratio);
    sum += ratio;
    const height = (width - gap * (ratios.length - 1)) / sum;
    if (height <= wanted) close(height);
  }
  if (ratios.length > 0) close(Math.min(wanted, (width - gap * (ratios.length - 1)) / sum));
  return rows;
}
