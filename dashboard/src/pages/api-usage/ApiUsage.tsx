import type { Shapes } from "~/api/client";
import { FilterBar } from "~/filters/FilterBar";
import { joinValues, readFilters, splitValues, type Filter } from "~/filters/filters";
import { count, duration, percent, shortCount } from "~/format/format";
import { Page } from "~/frame/Page";
import { Figures, type FigureSpec } from "~/pages/Figures";
import { figure, useQuestion } from "~/pages/measures";
import { OverTime } from "~/pages/OverTime";
import { Split } from "~/pages/Split";
import { useSession } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { ExportMenu } from "~/table/ExportMenu";
import { ListView } from "~/table/ListView";
import { RecordDialog } from "~/table/RecordDialog";
import { useList } from "~/table/useList";
import { UserCell } from "~/table/UserCell";
import { Card } from "~/ui/Card";
import { curlOf } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";
import { Ago } from "~/ui/Time";
import { useChangeSearch, useSearch } from "~/view/search";

type Call = Shapes["StoredApiCall"];
type Endpoint = Shapes["QuerySeries"];

const filters: readonly Filter[] = [
  { key: "endpoint", label: "Endpoint", dimension: "endpoint" },
  { key: "status_class", label: "Status", options: ["2xx", "3xx", "4xx", "5xx"].map((value) => ({ value, label: value })) },
  { key: "error_type", label: "Error", dimension: "error_type" },
  { key: "user", label: "User", placeholder: "Name, username or id" },
];

const measures = "count,errors,error_rate,avg.duration,p50.duration,p95.duration,p99.duration";

const figures: readonly FigureSpec[] = [
  { label: "Calls", measure: "count", format: shortCount, isMoreBetter: true },
  { label: "Error rate", measure: "error_rate", format: percent, isMoreBetter: false },
  { label: "Average", measure: "avg.duration", format: duration, isMoreBetter: false },
  { label: "Median", measure: "p50.duration", format: duration, isMoreBetter: false },
  { label: "95 %", measure: "p95.duration", format: duration, isMoreBetter: false },
  { label: "99 %", measure: "p99.duration", format: duration, isMoreBetter: false },
];

const endpointColumns: readonly Column<Endpoint>[] = [
  { key: "endpoint", header: "Endpoint", className: "max-w-96 truncate font-medium", cell: (row) => row.label ?? row.key },
  { key: "calls", header: "Calls", isNumber: true, cell: (row) => count(figure(row.total, "count")) },
  { key: "errors", header: "Error rate", isNumber: true, cell: (row) => <span className={figure(row.total, "errors") ? "text-bad" : ""}>{percent(figure(row.total, "error_rate"))}</span> },
  { key: "p50", header: "Median", isNumber: true, cell: (row) => duration(figure(row.total, "p50.duration")) },
  { key: "p95", header: "95 %", isNumber: true, cell: (row) => duration(figure(row.total, "p95.duration")) },
  { key: "p99", header: "99 %", isNumber: true, cell: (row) => duration(figure(row.total, "p99.duration")) },
  { key: "average", header: "Average", isNumber: true, isExtra: true, cell: (row) => duration(figure(row.total, "avg.duration")) },
];

const callColumns: readonly Column<Call>[] = [
  { key: "status", header: "Status", className: "w-20", cell: (row) => <Badge look={(row.status_code ?? 0) >= 400 || row.error_type ? "bg-bad-wash text-bad" : undefined}>{String(row.status_code)}</Badge> },
  { key: "endpoint", header: "Endpoint", className: "max-w-96 truncate", cell: (row) => <><span className="text-muted">{row.method}</span> {row.endpoint}</> },
  { key: "user", header: "User", className: "max-w-48 truncate", cell: (row) => <UserCell user={row} /> },
  { key: "error", header: "Error", className: "max-w-56 truncate", cell: (row) => row.error_type ?? <span className="text-faint">–</span> },
  { key: "time", header: "Time taken", isNumber: true, cell: (row) => duration(row.response_time) },
  { key: "when", header: "When", className: "whitespace-nowrap", cell: (row) => <Ago at={row.created_at} /> },
];

/** How an app's API does: endpoint by endpoint, and call by call. */
export function ApiUsage() {
  const { project } = useSession();
  const search = useSearch();
  const change = useChangeSearch();
  const chosen = readFilters(search, filters.slice(0, 3));
  const totals = useQuestion({ kind: "api_call", measure: measures, isOverTime: true, isCompared: true, filters: chosen });
  const endpoints = useQuestion({ kind: "api_call", measure: measures, by: "endpoint", top: 50, filters: { ...chosen, endpoint: undefined } });
  const list = useList<Shapes["ApiCallPage"]>("/api/v1/api-calls", { filters });
  const rows = (endpoints.data?.series ?? []).filter((one) => !one.is_other);
  const one = splitValues(chosen.endpoint ?? "");
  return (
    <Page title={one.length === 1 ? one[0]! : "API usage"} count={list.answer.data && count(list.answer.data.total)} hasCompare actions={<ExportMenu what="api-calls" parameters={list.parameters} />} filters={<FilterBar kind="api_call" filters={filters} />}>
      <div className="space-y-4 md:space-y-6">
        {totals.isError && <ErrorNote error={totals.error} retry={() => void totals.refetch()} />}
        <Figures answer={totals.data} figures={figures} />
        <div className="grid grid-cols-1 gap-4 md:gap-6 xl:grid-cols-2">
          <OverTime title="Calls by status" question={{ kind: "api_call", measure: "count", by: "status_class", filters: chosen }} />
          <OverTime title="95 % are answered within" look="line" format={duration} question={{ kind: "api_call", measure: "p95.duration", filters: chosen }} />
        </div>
        <div className="grid grid-cols-1 items-start gap-4 md:gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <Card flush>
            {endpoints.isError ? <div className="p-4"><ErrorNote error={endpoints.error} retry={() => void endpoints.refetch()} /></div> : !endpoints.data ? <div className="p-4"><SkeletonRows rows={6} /></div> : rows.length === 0 ? <p className="p-4 text-muted">None in this range.</p> :
              <DataTable name="Endpoints" columns={endpointColumns} rows={rows} rowKey={(row) => row.key ?? ""} isStale={endpoints.isPlaceholderData} onOpen={(row) => change({ endpoint: joinValues([row.key ?? ""]), page: undefined })} toolbar={<h2 className="px-1 font-semibold">Endpoints</h2>} />}
          </Card>
          <Split title="Errors by type" kind="api_call" dimension="error_type" filters={chosen} onPick={(key) => change({ error_type: joinValues([key]), page: undefined })} />
        </div>
        <ListView<Call, Shapes["ApiCallPage"]> title="Calls" things="API calls" list={list} rowsOf={(answer) => answer.api_calls} columns={callColumns} rowKey={(row) => row.id} onOpen={(row) => change({ call: row.id })}
          empty="No API calls in this range." curl={curlOf(project, { kind: "api_call", endpoint: "/api/images", method: "POST", status_code: 200, response_time: 0.42, user_id: "42" })} />
      </div>
      <RecordDialog name="call" title="API call" path="/api/v1/api-calls/{id}" />
    </Page>
  );
}
