import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { FetchResponse, MaybeOptionalInit } from "openapi-fetch";
import type { PathsWithMethod } from "openapi-typescript-helpers";
import { useSession } from "~/session/session";
import type { paths } from "./schema";
import { Problem } from "./problem";

type ReadPath = PathsWithMethod<paths, "get">;
type Init<P extends ReadPath> = MaybeOptionalInit<paths[P], "get">;
type Answer<P extends ReadPath> = NonNullable<FetchResponse<paths[P]["get"] & Record<string | number, unknown>, Init<P>, "application/json">["data"]>;

export interface ReadOptions {
  /** False where it is not to be asked yet. */
  enabled?: boolean;
  /** Milliseconds until it is asked again by itself. */
  refetchInterval?: number | false | ((query: { state: { data: unknown } }) => number | false);
  /** How long an answer is good, in milliseconds. */
  staleTime?: number;
}

/** Reads a path of the API in the project at hand. What was there stays until the next answer comes. */
export function useRead<P extends ReadPath>(path: P, init: Init<P>, options: ReadOptions = {}): UseQueryResult<Answer<P>, Problem> {
  const { api, project } = useSession();
  return useQuery<Answer<P>, Problem>({
    queryKey: [project, path, init],
    queryFn: async ({ signal }) => {
      try {
        const { data } = await api.GET(path, { ...(init as object), signal } as never);
        return data as unknown as Answer<P>;
      } catch (error) {
        if (signal.aborted) throw error;
        throw Problem.of(error);
      }
    },
    // Of another project nothing is shown under this one's name.
    placeholderData: (before: unknown, query?: { queryKey: readonly unknown[] }) => (query?.queryKey[0] === project ? (before as Answer<P>) : undefined) as never,
    ...options,
  });
}
