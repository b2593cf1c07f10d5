import { describe, expect, test } from "vitest";
import { bytes, change, count, duration, money, none, percent, relative, shortCount, words } from "./format";

describe("figures", () => {
  test("are grouped, and shortened only where they are long", () => {
    expect(count(1284, "en")).toBe("1,284");
    expect(shortCount(9_999, "en")).toBe("9,999");
    expect(shortCount(12_900, "en")).toBe("12.9K");
  });

  test("that are absent are a dash, and zero is zero", () => {
    for (const format of [count, shortCount, money, percent, duration, bytes]) expect(format(null)).toBe(none);
    expect([count(0, "en"), money(0, "en"), duration(0, "en"), bytes(0, "en")]).toEqual(["0", "$0.00", "0 ms", "0 B"]);
  });

  test("of money show what a picture costs", () => {
    expect(money(0.0134, "en")).toBe("$0.0134");
    expect(money(1234.5, "en")).toBe("$1,234.50");
  });
});

test("durations have the unit that fits", () => {
  expect([0.0042, 0.086, 0.9996, 3.4249, 59.99, 125, 3600, 4330].map((seconds) => duration(seconds, "en"))).toEqual(
    ["4.2 ms", "86 ms", "1 s", "3.42 s", "60 s", "2 min 5 s", "1 h", "1 h 12 min"]);
});

test("sizes have the unit that fits", () => {
  expect([999, 1000, 1_234_567, 999_999, 5e12].map((value) => bytes(value, "en"))).toEqual(["999 B", "1 kB", "1.2 MB", "1 MB", "5 TB"]);
});

test("a change needs something before it", () => {
  expect(change(3, 2)).toBe(0.5);
  expect(change(3, 0)).toBeNull();
  expect(change(null, 2)).toBeNull();
});

test("times are told from now", () => {
  const now = Date.parse("2026-03-29T12:00:00Z");
  expect(["2026-03-29T11:59:58Z", "2026-03-29T11:57:00Z", "2026-03-29T09:00:00Z"].map((time) => relative(time, now, "en", "narrow"))).toEqual(["just now", "3m ago", "3h ago"]);
  expect(["2026-03-29T11:59:58Z", "2026-03-29T11:57:00Z", "2026-03-28T11:00:00Z", "2026-01-02T00:00:00Z"].map((time) => relative(time, now, "en"))).toEqual(
    ["just now", "3 minutes ago", "yesterday", "Jan 2, 2026"]);
});

test("names become words", () => expect(words("history_start")).toBe("History start"));
