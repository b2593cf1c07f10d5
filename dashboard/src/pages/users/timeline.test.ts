import { expect, test } from "vitest";
import { merge, type Happening, type Lane } from "./timeline";

const at = (kind: string, minute: number): Happening => ({ id: `${kind}${minute}`, kind, created_at: `2026-01-01T00:${String(minute).padStart(2, "0")}:00Z` });

test("nothing is shown of which something between may still come", () => {
  const lanes: Lane<Happening>[] = [{ waiting: [at("image", 50), at("image", 40)], next: "c" }, { waiting: [at("message", 45), at("message", 30)], next: null }];
  const { shown, rest } = merge(lanes);
  expect(shown.map((one) => one.id)).toEqual(["image50", "message45", "image40"]);
  expect(rest).toEqual([{ waiting: [], next: "c" }, { waiting: [at("message", 30)], next: null }]);
});

test("pages of random lists give each happening once, newest first", () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const all = Array.from({ length: 3 }, (_, lane) => Array.from({ length: 40 }, () => Math.floor(random() * 60)).sort((a, b) => b - a).map((minute, index) => ({ ...at(`k${lane}`, minute), id: `${lane}-${index}` })));
  const read = (lane: number, from: number) => ({ waiting: all[lane]!.slice(from, from + 7), next: from + 7 < 40 ? String(from + 7) : null });
  let lanes: Lane<Happening>[] = all.map((_, lane) => read(lane, 0));
  const seen: Happening[] = [];
  for (let round = 0; round < 50; round++) {
    const { shown, rest } = merge(lanes);
    seen.push(...shown);
    lanes = rest.map((lane, index) => (lane.next !== null && lane.waiting.length < 7 ? { waiting: [...lane.waiting, ...read(index, Number(lane.next)).waiting], next: read(index, Number(lane.next)).next } : lane));
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen.map((one) => one.id)).size).toBe(120);
  expect(seen.map((one) => one.created_at)).toEqual(seen.map((one) => one.created_at).toSorted().toReversed());
});
