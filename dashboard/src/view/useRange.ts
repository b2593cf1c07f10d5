import { useMemo } from "react";
import { useSession } from "~/session/session";
import { useNow } from "./now";
import { intervalOf, rangeQuery, readRange, type Interval, type Range, type RangeQuery } from "./range";
import { useSearch } from "./search";

/** The range of the page's address, and what it asks for now. */
export function useRange(): { range: Range; query: RangeQuery; interval: Interval } {
  const search = useSearch();
  const { details } = useSession();
  const minute = useNow(60_000);
  return useMemo(() => {
    const range = readRange(search, details?.time_zone ?? "UTC");
    return { range, query: rangeQuery(range, new Date(minute)), interval: intervalOf(range) };
  }, [search, details, minute]);
}
