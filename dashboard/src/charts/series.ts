import type { Shapes } from "~/api/client";
import { seriesColour } from "./colours";

/** A line, or the bars of one colour. */
export interface Series {
  key: string;
  label: string;
  colour: string;
  values: readonly (number | null)[];
  /** Of the period before: dashed, and beside the others in no sum. */
  isBefore?: boolean;
}

export interface ChartData {
  /** Seconds since the Unix epoch: where each point begins. */
  times: readonly number[];
  series: readonly Series[];
}

/** A question's answer as a chart of one measure. `label` names what a key stands for. */
export function chartOf(answer: Shapes["QueryAnswer"], measure: string, label: (key: string | null, name: string | null) => string, before = "Period before"): ChartData {
  const times = (answer.series[0]?.points ?? []).map((point) => Date.parse(point.t) / 1000);
  const series: Series[] = answer.series.map((one, index) => ({
    key: one.is_other ? "(other)" : one.key ?? "",
    label: one.is_other ? "Other" : label(one.key ?? null, one.label ?? null),
    colour: one.is_other ? seriesColour(-1) : seriesColour(index),
    values: (one.points ?? []).map((point) => figure(point, measure)),
  }));
  const earlier = answer.compare?.series?.[0]?.points;
  if (earlier && series.length === 1) series.push({ key: "(before)", label: before, colour: "var(--faint)", isBefore: true, values: times.map((_, index) => (earlier[index] ? figure(earlier[index], measure) : null)) });
  return begun({ times, series });
}

/** From where anything is known: nothing comes before the first fact of all time. */
function begun({ times, series }: ChartData): ChartData {
  const first = times.findIndex((_, index) => series.some((one) => (one.values[index] ?? 0) !== 0));
  const from = times.length > 120 && first > 0 ? first : 0;
  return from === 0 ? { times, series } : { times: times.slice(from), series: series.map((one) => ({ ...one, values: one.values.slice(from) })) };
}

function figure(point: object, measure: string): number | null {
  const value = (point as Record<string, unknown>)[measure];
  return typeof value === "number" ? value : null;
}

/** Rows of text for the table, and for the file. */
export function rowsOf(data: ChartData, when: (time: number) => string): string[][] {
  return [["Time", ...data.series.map((one) => one.label)], ...data.times.map((time, index) => [when(time), ...data.series.map((one) => String(one.values[index] ?? ""))])];
}

/** RFC 4180, and nothing that a spreadsheet takes for a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
