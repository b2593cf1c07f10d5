/** The range of time that a page looks at, as it is in the address, and as the API is asked for it. */

export const presets = [
  { key: "1h", label: "Last hour", hours: 1 },
  { key: "24h", label: "Last 24 hours", hours: 24 },
  { key: "7d", label: "Last 7 days", days: 7 },
  { key: "30d", label: "Last 30 days", days: 30 },
  { key: "90d", label: "Last 90 days", days: 90 },
  { key: "month", label: "This month" },
  { key: "all", label: "All time" },
] as const;

export type PresetKey = (typeof presets)[number]["key"];

export type Interval = "hour" | "day" | "week" | "month";

export interface Range {
  /** "custom" where from and to are named. */
  preset: PresetKey | "custom";
  /** Days as YYYY-MM-DD; of a custom range, both included. */
  from: string | undefined;
  to: string | undefined;
  /** An IANA time zone. */
  tz: string;
  /** Whether the zone was chosen, or is the project's. */
  isOwnZone: boolean;
  compare: boolean;
}

export interface RangeQuery {
  from: string;
  to?: string;
  tz: string;
}

/** No fact is older. */
const firstDay = "2015-01-01";

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const hour = 3_600_000;
const day = 24 * hour;

export function readRange(search: URLSearchParams, projectZone: string): Range {
  const asked = search.get("tz");
  const tz = asked && isZone(asked) ? asked : projectZone;
  const isOwnZone = asked !== null && tz === asked;
  const compare = search.get("compare") === "previous";
  const [from, to] = [search.get("from"), search.get("to")];
  if (from && to && dayPattern.test(from) && dayPattern.test(to) && from <= to) return { preset: "custom", from, to, tz, isOwnZone, compare };
  const preset = presets.find((one) => one.key === search.get("range"))?.key ?? "30d";
  return { preset, from: undefined, to: undefined, tz, isOwnZone, compare };
}

/** What is asked of the API. Days are whole days of the zone; hours begin at full hours, so that the same question is asked for an hour. */
export function rangeQuery(range: Range, now: Date): RangeQuery {
  if (range.preset === "custom") return { from: range.from!, to: addDays(range.to!, 1), tz: range.tz };
  if (range.preset === "all") return { from: firstDay, tz: range.tz };
  if (range.preset === "month") return { from: `${dayOf(now, range.tz).slice(0, 7)}-01`, tz: range.tz };
  const preset = presets.find((one) => one.key === range.preset)!;
  if ("hours" in preset) {
    const minute = 60_000;
    const start = preset.hours === 1 ? Math.floor(now.getTime() / minute) * minute - hour : Math.floor(now.getTime() / hour) * hour - (preset.hours - 1) * hour;
    return { from: new Date(start).toISOString().replace(".000", ""), tz: range.tz };
  }
  return { from: addDays(dayOf(now, range.tz), 1 - ("days" in preset ? preset.days : 1)), tz: range.tz };
}

/** How finely a chart of the range is drawn. */
export function intervalOf(range: Range): Interval {
  if (range.preset === "1h" || range.preset === "24h") return "hour";
  if (range.preset === "all") return "month";
  if (range.preset !== "custom") return "day";
  const days = (Date.parse(range.to!) - Date.parse(range.from!)) / day + 1;
  return days <= 3 ? "hour" : days <= 120 ? "day" : days <= 730 ? "week" : "month";
}

export function labelOf(range: Range, locale?: string): string {
  if (range.preset !== "custom") return presets.find((one) => one.key === range.preset)!.label;
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.formatRange(new Date(range.from!), new Date(range.to!));
}

/** The calendar day that a time falls on in a zone, as YYYY-MM-DD. */
export function dayOf(time: Date, tz: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" }).format(time);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
