import { useInfiniteQuery } from "@tanstack/react-query";
import type { Shapes } from "~/api/client";
import { Problem } from "~/api/problem";
import { useSession } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { At } from "~/ui/Time";

type Row = Shapes["AuditEntryAnswer"];

const columns: readonly Column<Row>[] = [
  { key: "time", header: "When", className: "whitespace-nowrap", cell: (row) => <At at={row.time} /> },
  { key: "actor", header: "Who", className: "max-w-56 truncate font-medium", cell: (row) => row.actor },
  { key: "action", header: "What", className: "whitespace-nowrap", cell: (row) => row.action },
  { key: "target", header: "Of what", className: "max-w-64 truncate", cell: (row) => row.target ?? "–" },
  { key: "project", header: "Project", cell: (row) => row.project ?? "–" },
  { key: "address", header: "From", cell: (row) => row.address ?? "–" },
  { key: "details", header: "Details", isExtra: true, className: "max-w-96 truncate text-muted", cell: (row) => (row.details ? JSON.stringify(row.details) : "–") },
];

/** Who changed and saw what is to be accounted for. */
export function AuditLog() {
  const { api, project, may } = useSession();
  const ofAll = may("administerAll");
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [project, "audit", ofAll],
    queryFn: async ({ pageParam }) => {
      const { data: page } = await api.GET("/api/v1/audit", { params: { query: { limit: 100, ...(pageParam ? { before: pageParam } : {}), ...(ofAll ? {} : { project }) } as never } });
      if (!page) throw new Problem(0, "empty", "The server's answer is empty", undefined, undefined);
      return page as Shapes["AuditAnswer"];
    },
    initialPageParam: 0,
    getNextPageParam: (page) => page.next_before ?? undefined,
  });
  const rows = data?.pages.flatMap((page) => page.entries) ?? [];
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  return (
    <Card title="Audit log" flush>
      {!data ? <div className="p-4"><SkeletonRows /></div> : rows.length === 0 ? <Empty>Nothing yet.</Empty> : <DataTable name="Audit log" columns={columns} rows={rows} rowKey={(row) => String(row.id)} />}
      {hasNextPage && <div className="border-t p-3 text-center"><Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>Earlier</Button></div>}
    </Card>
  );
}
