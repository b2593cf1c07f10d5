import { useInfiniteQuery } from "@tanstack/react-query";
import type { Shapes } from "~/api/client";
import { Problem } from "~/api/problem";
import { useChange } from "~/api/useChange";
import { FilterBar } from "~/filters/FilterBar";
import { readFilters, type Filter } from "~/filters/filters";
import { words } from "~/format/format";
import { Link } from "~/frame/Link";
import { Page } from "~/frame/Page";
import { StatusBadge } from "~/pages/conversations/StatusBadge";
import { useSession } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { RecordDialog } from "~/table/RecordDialog";
import { UserCell } from "~/table/UserCell";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { SourceBadge } from "~/ui/SourceBadge";
import { Ago } from "~/ui/Time";
import { useChangeSearch, useSearch } from "~/view/search";

type Job = Shapes["JobAnswer"];

const filters: readonly Filter[] = [
  { key: "status", label: "Status", options: ["queued", "running", "succeeded", "failed", "cancelled"].map((value) => ({ value, label: words(value) })) },
  { key: "user_id", label: "User", placeholder: "The app's id of a user" },
];

/** Images in the making, and how it ended. */
export function Jobs() {
  const { api, project, may } = useSession();
  const search = useSearch();
  const change = useChangeSearch();
  const chosen = readFilters(search, filters);
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [project, "jobs", chosen],
    queryFn: async ({ pageParam, signal }) => {
      const { data: page } = await api.GET("/api/v1/jobs", { params: { query: { limit: 100, ...chosen, ...(pageParam ? { before: pageParam } : {}) } as never }, signal });
      if (!page) throw new Problem(0, "empty", "The server's answer is empty", undefined, undefined);
      return page.jobs as Job[];
    },
    initialPageParam: "",
    getNextPageParam: (page) => (page.length < 100 ? undefined : page.at(-1)?.id),
    // What is being made changes by the second.
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.some((job) => !isOver(job))) ? 2000 : false),
  });
  const cancel = useChange<string>((caller, id) => caller.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } }) as Promise<{ data?: unknown }>);
  const retry = useChange<string>((caller, id) => caller.POST("/api/v1/jobs/{id}/retry", { params: { path: { id } }, headers: { Prefer: "respond-async" } } as never) as Promise<{ data?: unknown }>);
  const columns: Column<Job>[] = [
    { key: "status", header: "Status", cell: (job) => <StatusBadge status={job.status} /> },
    { key: "prompt", header: "Prompt", className: "min-w-48 max-w-md", cell: (job) => <span className="line-clamp-1" title={job.prompt ?? undefined}>{job.prompt ?? "–"}</span> },
    { key: "source", header: "Source", cell: (job) => <SourceBadge source={job.source} /> },
    { key: "user", header: "User", className: "max-w-40 truncate", cell: (job) => <UserCell user={job} /> },
    { key: "provider", header: "Provider", cell: (job) => [job.provider, job.model].filter(Boolean).join(" · ") || "–" },
    { key: "error", header: "Error", className: "max-w-56 truncate text-bad", cell: (job) => job.error && words(job.error) },
    { key: "began", header: "Began", className: "whitespace-nowrap", cell: (job) => <Ago at={job.created_at} /> },
    { key: "changed", header: "Changed", isExtra: true, className: "whitespace-nowrap", cell: (job) => <Ago at={job.updated_at} /> },
    {
      key: "actions", header: "", className: "text-right whitespace-nowrap",
      cell: (job) => (
        <span className="inline-flex gap-2" onClick={(event) => event.stopPropagation()}>
          {job.status === "succeeded" && job.image_id && <Link to="/images" search={{ image: job.image_id }} className="leading-8 text-accent hover:underline">Image</Link>}
          {may("edit") && !isOver(job) && <Button onClick={() => cancel.mutate(job.id)}>Cancel</Button>}
          {may("edit") && (job.status === "failed" || job.status === "cancelled") && <Button onClick={() => retry.mutate(job.id)}>Retry</Button>}
        </span>
      ),
    },
  ];
  const jobs = data?.pages.flat() ?? [];
  return (
    <Page title="Jobs" hasRange={false} filters={<FilterBar kind="image" filters={filters} />}>
      <div className="space-y-4">
        {(cancel.isError || retry.isError) && <ErrorNote error={retry.error ?? cancel.error} />}
        {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : !data ? <Card><SkeletonRows /></Card> : jobs.length === 0 ? (
          <Card>{Object.keys(chosen).length > 0 ? <Empty action={<Button onClick={() => change({ status: undefined, user_id: undefined })}>Clear the filters</Button>}>No job is {Object.values(chosen).join(", ")}.</Empty> : <Empty action={may("edit") && <Link to="/generate" className="text-accent hover:underline">Generate an image</Link>}>No image has been asked for yet.</Empty>}</Card>
        ) : (
          <Card flush>
            <DataTable name="Jobs" columns={columns} rows={jobs} rowKey={(job) => job.id} onOpen={(job) => change({ job: job.id })} />
            {hasNextPage && <div className="border-t p-3 text-center"><Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>Earlier</Button></div>}
          </Card>
        )}
      </div>
      <RecordDialog name="job" title="Job" path="/api/v1/jobs/{id}" />
    </Page>
  );
}

export const isOver = (job: { status: string }) => !["queued", "running"].includes(job.status);
