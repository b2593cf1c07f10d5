import type { UseQueryResult } from "@tanstack/react-query";
import type { PathsWithMethod } from "openapi-typescript-helpers";
import type { Problem } from "~/api/problem";
import type { paths } from "~/api/schema";
import { useRead } from "~/api/useRead";
import { readFilters, type Filter } from "~/filters/filters";
import { useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";

export interface ListPage {
  total: number;
  total_is_exact: boolean;
  page: number | null;
  per_page: number;
  total_pages: number;
}

export const pageSizes = [25, 50, 100, 250, 500];

interface ListOptions {
  filters: readonly Filter[];
  /** Of the page's own making, beside the range and the filters of the address. */
  fixed?: Record<string, string>;
  /** False where the list is of no range. */
  hasRange?: boolean;
  /** Whether words may be searched for. */
  hasWords?: boolean;
}

/** The page of a list that the address asks for. */
export function useList<Answer extends ListPage>(path: PathsWithMethod<paths, "get">, { filters, fixed, hasRange = true, hasWords = false }: ListOptions) {
  const search = useSearch();
  const { query } = useRange();
  const page = Math.max(1, Math.floor(Number(search.get("page") ?? 1)) || 1);
  const asked = Number(search.get("per_page") ?? 100);
  const perPage = pageSizes.includes(asked) ? asked : 100;
  const q = hasWords ? search.get("q") : null;
  const chosen: Record<string, string> = { ...readFilters(search, filters), ...(q ? { q } : {}) };
  // What an export of the same takes.
  const parameters: Record<string, string> = { ...(hasRange ? query : {}), ...chosen, ...fixed };
  const answer = useRead(path, { params: { query: { ...parameters, page, per_page: perPage } } } as never) as unknown as UseQueryResult<Answer, Problem>;
  return { answer, page, perPage, chosen, parameters };
}
