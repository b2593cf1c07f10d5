import type { Shapes } from "~/api/client";
import { chartOf } from "~/charts/series";
import { TimeChart } from "~/charts/TimeChart";
import { useRead } from "~/api/useRead";
import { SearchField } from "~/filters/SearchField";
import { count, money, percent, shortCount, words } from "~/format/format";
import { Page } from "~/frame/Page";
import { useOpen } from "~/frame/useOpen";
import { Figures } from "~/pages/Figures";
import { useQuestion } from "~/pages/measures";
import { OverTime } from "~/pages/OverTime";
import { Split } from "~/pages/Split";
import { useSession } from "~/session/session";
import type { Column } from "~/table/DataTable";
import { ExportMenu } from "~/table/ExportMenu";
import { ListView } from "~/table/ListView";
import { useList } from "~/table/useList";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { curlOf } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Skeleton } from "~/ui/Skeleton";
import { Ago } from "~/ui/Time";
import { useChangeSearch, useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";

type Row = Shapes["UserAnswer"];

const columns: readonly Column<Row>[] = [
  { key: "user", header: "User", className: "max-w-64", cell: (row) => <><span className="font-medium">{row.first_name ?? row.username ?? row.user_id}</span>{(row.first_name ?? row.username) && <span className="ml-2 text-sm text-muted">{row.first_name && row.username ? `@${row.username}` : row.user_id}</span>}</> },
  { key: "first", header: "First seen", className: "whitespace-nowrap", cell: (row) => <Ago at={row.first_seen} /> },
  { key: "last", header: "Last seen", className: "whitespace-nowrap", cell: (row) => <Ago at={row.last_seen} /> },
  { key: "images", header: "Images", isNumber: true, cell: (row) => count(row.image_count) },
  { key: "messages", header: "Messages", isNumber: true, cell: (row) => count(row.message_count) },
  { key: "activities", header: "Activities", isNumber: true, cell: (row) => count(row.activity_count) },
  { key: "calls", header: "API calls", isNumber: true, cell: (row) => count(row.api_call_count) },
  { key: "commands", header: "Commands", isNumber: true, cell: (row) => count(row.command_count) },
  { key: "tokens", header: "Tokens", isNumber: true, isExtra: true, cell: (row) => count(row.total_tokens) },
  { key: "cost", header: "Cost", isNumber: true, cell: (row) => money(row.total_cost) },
];

/** Who uses the app, how many come back, and what they take up. */
export function Users() {
  const { project } = useSession();
  const search = useSearch();
  const change = useChangeSearch();
  const open = useOpen();
  const { query } = useRange();
  const isActiveOnly = search.get("active") !== "all";
  const list = useList<Shapes["UserPage"]>("/api/v1/users", { filters: [], hasRange: false, hasWords: true, fixed: isActiveOnly ? { active_since: query.from, tz: query.tz } : {} });
  const totals = useQuestion({ kind: "any", measure: "users,new_users,returning_users", isOverTime: true, isCompared: true });
  return (
    <Page title="Users" count={list.answer.data && count(list.answer.data.total)} hasCompare actions={<ExportMenu what="users" parameters={list.parameters} />}
      filters={(
        <div className="flex flex-wrap items-center gap-2">
          <SearchField label="Find a user" />
          <Button look={isActiveOnly ? "primary" : "plain"} aria-pressed={isActiveOnly} onClick={() => change({ active: isActiveOnly ? "all" : undefined, page: undefined })}>Seen since {new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: query.tz }).format(new Date(query.from.length === 10 ? `${query.from}T12:00:00Z` : query.from))}</Button>
        </div>
      )}>
      <div className="space-y-4 md:space-y-6">
        {totals.isError && <ErrorNote error={totals.error} retry={() => void totals.refetch()} />}
        <Figures answer={totals.data} figures={[
          { label: "Active users", measure: "users", format: shortCount, isMoreBetter: true },
          { label: "New users", measure: "new_users", format: shortCount, isMoreBetter: true },
          { label: "Returning users", measure: "returning_users", format: shortCount, isMoreBetter: true },
        ]} />
        <div className="grid grid-cols-1 gap-4 md:gap-6 xl:grid-cols-2">
          <OverTime title="Active users" look="line" question={{ kind: "any", measure: "users" }} />
          <Returning />
        </div>
        <div className="grid grid-cols-1 items-start gap-4 md:gap-6 xl:grid-cols-2">
          <OverTime title="Adoption: share of active users who" look="line" format={percent} question={{ kind: "activity", measure: "adoption", by: "type", top: 6 }} label={(key, name) => words(name ?? key ?? "")} />
          <Split title="Most active by messages" kind="message" dimension="user" onPick={(id) => open("/user", { id })} />
        </div>
        <ListView<Row, Shapes["UserPage"]> things="Users" list={list} rowsOf={(answer) => answer.users} columns={columns} rowKey={(row) => row.user_id} onOpen={(row) => open("/user", { id: row.user_id })}
          empty="Nobody was seen since then." curl={curlOf(project, { kind: "activity", user_id: "42", username: "ada", first_name: "Ada", activity_type: "login" })} />
      </div>
    </Page>
  );
}

/** Week by week, who was new and who came back. */
function Returning() {
  const { data, isError, error, refetch } = useRead("/api/v1/query/retention", { params: { query: { weeks: 12 } as never } });
  if (isError) return <Card><ErrorNote error={error} retry={() => void refetch()} /></Card>;
  if (!data) return <Card><Skeleton className="h-[272px] w-full" /></Card>;
  const [fresh, back] = [chartOf(data, "new_users", () => "New"), chartOf(data, "returning_users", () => "Returning")];
  return (
    <Card>
      <TimeChart name="New and returning, by week" look="stacked" interval="week" tz={data.tz} format={shortCount}
        data={{ times: fresh.times, series: [...back.series.map((one) => ({ ...one, key: "returning" })), ...fresh.series.map((one) => ({ ...one, key: "new", colour: "var(--series-2)" }))] }} />
    </Card>
  );
}
