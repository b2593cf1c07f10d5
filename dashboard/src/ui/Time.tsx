import { dateTime, exactTime, relative } from "~/format/format";
import { useNow } from "~/view/now";

/** A time as people tell it, with the exact one on hover. */
export function Ago({ at }: { at: string | null | undefined }) {
  const now = useNow(10_000) + 9_999;
  return at ? <time dateTime={at} title={exactTime(at)}>{relative(at, Math.max(now, Date.parse(at)))}</time> : <span className="text-faint">–</span>;
}

export function At({ at, tz }: { at: string | null | undefined; tz?: string }) {
  return at ? <time dateTime={at} title={exactTime(at, tz)}>{dateTime(at, tz)}</time> : <span className="text-faint">–</span>;
}
