import { expect, test } from "vitest";
import { justify } from "./justify";

const boxes = Array.from({ length: 97 }, (_, index) => ({ width: 300 + ((index * 137) % 900), height: 300 + ((index * 251) % 700) }));

test("full rows are exactly as wide as the page, and no higher than wanted", () => {
  for (const width of [350, 800, 1600]) {
    const rows = justify(boxes, width, 220, 8);
    for (const row of rows.slice(0, -1)) {
      expect(row.widths.reduce((sum, one) => sum + one, 0) + 8 * (row.widths.length - 1)).toBeCloseTo(width, 6);
      expect(row.height).toBeLessThanOrEqual(220);
    }
    expect(rows.flatMap((row) => row.widths)).toHaveLength(boxes.length);
    expect(rows.map((row) => row.from)).toEqual(rows.map((_, index) => rows.slice(0, index).reduce((sum, row) => sum + row.widths.length, 0)));
  }
});

test("pictures keep their proportions", () => {
  const row = justify([{ width: 1600, height: 900 }, { width: 900, height: 1600 }], 10_000, 200, 8)[0]!;
  expect(row.widths[0]! / row.height).toBeCloseTo(16 / 9);
  expect(row.widths[1]! / row.height).toBeCloseTo(9 / 16);
});

test("unknown and absurd sizes do not break a row", () => {
  const rows = justify([undefined, { width: 0, height: 5 }, { width: 90_000, height: 1 }], 400, 200, 8);
  expect(rows.every((row) => row.height > 0 && row.widths.every((width) => width > 0 && width <= 800))).toBe(true);
  expect(justify([], 400, 200, 8)).toEqual([]);
});
