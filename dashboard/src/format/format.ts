/** Numbers, money, durations, sizes and times as their reader writes them. Pure; the locale is the browser's unless named. */

const figures = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(options)}`;
  let format = figures.get(key);
  if (!format) figures.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format;
}

/** What stands for a figure that there is not. */
export const none = "–";

/** 1,284 */
export function count(value: number | null | undefined, locale?: string): string {
  return value == null ? none : numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** 12.9k where space is short. */
export function shortCount(value: number | null | undefined, locale?: string): string {
  if (value == null) return none;
  return Math.abs(value) < 10_000 ? count(value, locale) : numberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** $0.0134; whole cents from a dollar on. */
export function money(value: number | null | undefined, locale?: string): string {
  if (value == null) return none;
  const digits = value !== 0 && Math.abs(value) < 1 ? 4 : 2;
  return numberFormat(locale, { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: digits }).format(value);
}

/** 4.2 % of a ratio from 0 to 1. */
export function percent(ratio: number | null | undefined, locale?: string): string {
  return ratio == null ? none : numberFormat(locale, { style: "percent", maximumFractionDigits: Math.abs(ratio) < 0.1 ? 1 : 0 }).format(ratio);
}

/** 86 ms, 3.42 s, 2 min 5 s, 1 h 12 min. */
export function duration(seconds: number | null | undefined, locale?: string): string {
  if (seconds == null) return none;
  if (seconds < 0.9995) return `${numberFormat(locale, { maximumFractionDigits: seconds < 0.01 ? 1 : 0 }).format(seconds * 1000)} ms`;
  if (seconds < 60) return `${numberFormat(locale, { maximumSignificantDigits: 3 }).format(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours} h${minutes ? ` ${minutes} min` : ""}` : `${minutes} min${rest ? ` ${rest} s` : ""}`;
}

/** 1.2 MB; thousands, as disks are sold. */
export function bytes(value: number | null | undefined, locale?: string): string {
  if (value == null) return none;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${numberFormat(locale, { maximumFractionDigits: unit > 0 && value < 100 ? 1 : 0 }).format(value)} ${units[unit]}`;
}

/** The change from one figure to another as a ratio; null where there is nothing to compare with. */
export function change(now: number | null | undefined, before: number | null | undefined): number | null {
  return now == null || before == null || before === 0 ? null : (now - before) / Math.abs(before);
}

/** 29 Mar 2026, 23:30 */
export function dateTime(time: string | number | Date | null | undefined, tz?: string, locale?: string): string {
  if (time == null) return none;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: tz }).format(new Date(time));
}

/** To the second and with its zone: what shows on hover. */
export function exactTime(time: string | number | Date | null | undefined, tz?: string, locale?: string): string {
  if (time == null) return none;
  return new Intl.DateTimeFormat(locale, {
    weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short", timeZone: tz,
  }).format(new Date(time));
}

/** "3 minutes ago", "yesterday"; older than a month as a date. Narrow, "3m ago". */
export function relative(time: string | number | Date | null | undefined, now: number, locale?: string, style: "long" | "narrow" = "long"): string {
  if (time == null) return none;
  const seconds = Math.round((new Date(time).getTime() - now) / 1000);
  const ago = Math.abs(seconds);
  if (ago < 5) return "just now";
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style });
  if (ago < 60) return format.format(seconds, "second");
  if (ago < 3600) return format.format(Math.trunc(seconds / 60), "minute");
  if (ago < 86_400) return format.format(Math.trunc(seconds / 3600), "hour");
  if (ago < 30 * 86_400) return format.format(Math.trunc(seconds / 86_400), "day");
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(time));
}

/** "history_start" as "History start". */
export function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const providers: Record<string, string> = { comfyui: "ComfyUI", gemini: "Gemini", openai: "OpenAI", runpod: "RunPod", sketch: "Sketch" };

/** A provider as it calls itself. */
export function providerName(name: string): string {
  return providers[name] ?? words(name);
}
