import { useCallback } from "react";
import { useRead } from "~/api/useRead";

/** What datasets are called; one that is not there any more keeps its id. */
export function useDatasetName(): (id: string) => string {
  const { data } = useRead("/api/v1/datasets", { params: { query: {} } } as never, { staleTime: 60_000 });
  return useCallback((id) => data?.datasets.find((one) => one.id === id)?.name ?? id, [data]);
}
