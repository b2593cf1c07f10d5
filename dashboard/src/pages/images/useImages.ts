import { useRead } from "~/api/useRead";
import { readFilters } from "~/filters/filters";
import { useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { imageFilters } from "./imageFilters";

export const pageSizes = [25, 50, 100, 250, 500];

/** The page of images that the address asks for. */
export function useImages() {
  const search = useSearch();
  const { query } = useRange();
  const page = Math.max(1, Math.floor(Number(search.get("page") ?? 1)) || 1);
  const asked = Number(search.get("per_page") ?? 100);
  const perPage = pageSizes.includes(asked) ? asked : 100;
  const filters = { ...readFilters(search, imageFilters), ...(search.get("q") ? { q: search.get("q")! } : {}) };
  const answer = useRead("/api/v1/images", { params: { query: { ...query, ...filters, page, per_page: perPage } as never } });
  return { answer, page, perPage, filters, query };
}
