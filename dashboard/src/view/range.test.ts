import { describe, expect, test } from "vitest";
import { addDays, dayOf, intervalOf, labelOf, rangeQuery, readRange } from "./range";

const now = new Date("2026-03-29T23:30:40.500Z");
const read = (query: string, zone = "UTC") => readRange(new URLSearchParams(query), zone);

describe("a range", () => {
  test("is the last 30 days where the address names none, or nonsense", () => {
    for (const query of ["", "range=forever", "from=2026-01-01", "from=2026-02-01&to=2026-01-01", "from=x&to=y"]) expect(read(query).preset).toBe("30d");
  });

  test("is asked for in whole days of its zone", () => {
    expect(rangeQuery(read("range=7d"), now)).toEqual({ from: "2026-03-23", tz: "UTC" });
    // In Berlin it is the 30th already.
    expect(rangeQuery(read("range=7d", "Europe/Berlin"), now)).toEqual({ from: "2026-03-24", tz: "Europe/Berlin" });
    expect(rangeQuery(read("range=7d&tz=America/New_York", "Europe/Berlin"), now)).toEqual({ from: "2026-03-23", tz: "America/New_York" });
    expect(rangeQuery(read("range=month", "Europe/Berlin"), now)).toEqual({ from: "2026-03-01", tz: "Europe/Berlin" });
  });

  test("of hours begins at a full hour, or a full minute", () => {
    expect(rangeQuery(read("range=24h"), now).from).toBe("2026-03-29T00:00:00Z");
    expect(rangeQuery(read("range=1h"), now).from).toBe("2026-03-29T22:30:00Z");
  });

  test("of one's own includes its last day", () => {
    const range = read("from=2026-02-27&to=2026-03-01&compare=previous");
    expect(rangeQuery(range, now)).toEqual({ from: "2026-02-27", to: "2026-03-02", tz: "UTC" });
    expect(range.compare).toBe(true);
    expect(intervalOf(range)).toBe("hour");
    expect(labelOf(range, "en-GB").replace(/\s/g, " ")).toBe("27 Feb – 1 Mar 2026");
  });

  test("takes no zone that there is not", () => {
    expect(read("tz=Mars/Olympus", "Europe/Berlin")).toMatchObject({ tz: "Europe/Berlin", isOwnZone: false });
  });

  test("is drawn the coarser the longer it is", () => {
    expect(intervalOf(read("range=90d"))).toBe("day");
    expect(intervalOf(read("from=2025-01-01&to=2025-12-31"))).toBe("week");
    expect(intervalOf(read("from=2020-01-01&to=2025-12-31"))).toBe("month");
  });
});

test("days are counted across daylight saving", () => {
  expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
  expect(dayOf(new Date("2026-03-29T22:30:00Z"), "Europe/Berlin")).toBe("2026-03-30");
});
