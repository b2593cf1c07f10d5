import { expect, test } from "vitest";
import { joinValues, readFilters, splitValues, toggleValue } from "./filters";

test("values keep their commas and backslashes", () => {
  for (const values of [["a"], ["a,b", "c\\d", "e"], ["\\", ","]]) expect(splitValues(joinValues(values)!)).toEqual(values);
  expect(joinValues([])).toBeUndefined();
});

test("a value goes in and out", () => {
  expect(toggleValue(null, "a,b")).toBe("a\\,b");
  expect(toggleValue("x,a\\,b", "a,b")).toBe("x");
  expect(toggleValue("x", "x")).toBeUndefined();
});

test("only the page's own filters are read", () => {
  expect(readFilters(new URLSearchParams("source=scheduler&page=2&style="), [{ key: "source", label: "" }, { key: "style", label: "" }])).toEqual({ source: "scheduler" });
});
