import { expect, test } from "vitest";
import { chartOf, csvOf, rowsOf } from "./series";

const answer = {
  kind: "image", from: "2026-01-01T00:00:00Z", to: "2026-01-03T00:00:00Z", tz: "UTC", interval: "day", by: "source", total: {},
  series: [
    { key: "scheduler", label: null, total: {}, points: [{ t: "2026-01-01T00:00:00Z", count: 3 }, { t: "2026-01-02T00:00:00Z", count: 0 }] },
    { key: null, label: null, is_other: true, total: {}, points: [{ t: "2026-01-01T00:00:00Z", count: 1 }, { t: "2026-01-02T00:00:00Z", count: null }] },
  ],
} as never;

test("missing is a gap, and zero is zero", () => {
  const data = chartOf(answer, "count", (key) => key ?? "none");
  expect(data.times).toEqual([1767225600, 1767312000]);
  expect(data.series.map((one) => [one.label, one.values])).toEqual([["scheduler", [3, 0]], ["Other", [1, null]]]);
});

test("a file holds no formula", () => {
  const data = { times: [0], series: [{ key: "x", label: '=HYPERLINK("x")', colour: "", values: [-1.5] }] };
  expect(csvOf(rowsOf(data, () => "1970-01-01"))).toBe('Time,"\'=HYPERLINK(""x"")"\r\n1970-01-01,-1.5\r\n');
});
