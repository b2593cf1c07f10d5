import { useRead } from "~/api/useRead";
import type { Shapes } from "~/api/client";
import { FilterBar } from "~/filters/FilterBar";
import { joinValues, readFilters, type Filter } from "~/filters/filters";
import { count, duration, percent, shortCount } from "~/format/format";
import { Link } from "~/frame/Link";
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
import { useRange } from "~/view/useRange";

type Command = Shapes["StoredCommand"];

const filters: readonly Filter[] = [
  { key: "command", label: "Command", dimension: "command" },
  { key: "guild", label: "Guild", dimension: "guild" },
  { key: "channel", label: "Channel", dimension: "channel" },
  { key: "user", label: "User", placeholder: "Name, username or id" },
];

const figures: readonly FigureSpec[] = [
  { label: "Commands", measure: "count", format: shortCount, isMoreBetter: true },
  { label: "Users", measure: "users", format: shortCount, isMoreBetter: true },
  { label: "Error rate", measure: "error_rate", format: percent, isMoreBetter: false },
  { label: "Average", measure: "avg.duration", format: duration, isMoreBetter: false },
  { label: "95 %", measure: "p95.duration", format: duration, isMoreBetter: false },
];

const columns: readonly Column<Command>[] = [
  { key: "command", header: "Command", className: "max-w-48 truncate font-medium", cell: (row) => `/${row.command_name ?? ""}` },
  { key: "success", header: "Result", cell: (row) => (row.success === false ? <Badge look="bg-bad-wash text-bad">Failed</Badge> : <span className="text-good">Done</span>) },
  { key: "user", header: "User", className: "max-w-48 truncate", cell: (row) => <UserCell user={row} /> },
  { key: "guild", header: "Guild", className: "max-w-48 truncate", cell: (row) => row.guild_id ?? "–" },
  { key: "channel", header: "Channel", className: "max-w-48 truncate", cell: (row) => row.channel_id ?? "–" },
  { key: "time", header: "Time taken", isNumber: true, cell: (row) => duration(row.execution_time) },
  { key: "when", header: "When", className: "whitespace-nowrap", cell: (row) => <Ago at={row.created_at} /> },
  { key: "error", header: "Error", className: "max-w-72 truncate text-muted", cell: (row) => row.error ?? "–" },
];

const nameColumns: readonly Column<Shapes["QuerySeries"]>[] = [
  { key: "command", header: "Command", className: "font-medium", cell: (row) => `/${row.label ?? row.key ?? ""}` },
  { key: "count", header: "Used", isNumber: true, cell: (row) => count(figure(row.total, "count")) },
  { key: "success", header: "Success", isNumber: true, cell: (row) => percent(1 - (figure(row.total, "error_rate") ?? 0)) },
  { key: "average", header: "Average", isNumber: true, cell: (row) => duration(figure(row.total, "avg.duration")) },
  { key: "p95", header: "95 %", isNumber: true, cell: (row) => duration(figure(row.total, "p95.duration")) },
];

/** What a bot was asked to do: by command, guild and channel; the pictures it made; who asked. */
export function Commands() {
  const { project } = useSession();
  const search = useSearch();
  const { query } = useRange();
  const change = useChangeSearch();
  const chosen = readFilters(search, filters.slice(0, 3));
  const totals = useQuestion({ kind: "command", measure: "count,users,errors,error_rate,avg.duration,p95.duration", isOverTime: true, isCompared: true, filters: chosen });
  const popular = useQuestion({ kind: "command", measure: "count,error_rate,avg.duration,p95.duration", by: "command", top: 50, filters: { ...chosen, command: undefined } });
  const top = useRead("/api/v1/analytics/users/top", { params: { query: { by: "commands", limit: 8, ...query } as never } });
  const list = useList<Shapes["CommandPage"]>("/api/v1/commands", { filters });
  const pick = (key: string) => (value: string) => change({ [key]: joinValues([value]), page: undefined });
  const names = (popular.data?.series ?? []).filter((one) => !one.is_other && one.key);
  return (
    <Page title="Commands" count={list.answer.data && count(list.answer.data.total)} hasCompare actions={<ExportMenu what="commands" parameters={list.parameters} />} filters={<FilterBar kind="command" filters={filters} />}>
      <div className="space-y-4 md:space-y-6">
        {totals.isError && <ErrorNote error={totals.error} retry={() => void totals.refetch()} />}
        <Figures answer={totals.data} figures={figures} />
        <div className="grid grid-cols-1 items-start gap-4 md:gap-6 xl:grid-cols-2">
          <OverTime title="Commands over time" question={{ kind: "command", measure: "count", by: "command", top: 7, filters: chosen }} label={(key, name) => `/${name ?? key ?? ""}`} />
          <Card flush>
            {popular.isError ? <div className="p-4"><ErrorNote error={popular.error} retry={() => void popular.refetch()} /></div> : !popular.data ? <div className="p-4"><SkeletonRows rows={6} /></div> : names.length === 0 ? <p className="p-4 text-muted">None in this range.</p> :
              <DataTable name="Popular commands" columns={nameColumns} rows={names} rowKey={(row) => row.key ?? ""} isStale={popular.isPlaceholderData} onOpen={(row) => change({ command: joinValues([row.key ?? ""]), page: undefined })} toolbar={<h2 className="px-1 font-semibold">Popular commands</h2>} />}
          </Card>
        </div>
        <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2 md:gap-6 2xl:grid-cols-3">
          <Split title="By guild" kind="command" dimension="guild" filters={chosen} onPick={pick("guild")} />
          <Split title="By channel" kind="command" dimension="channel" filters={chosen} onPick={pick("channel")} />
          <Card title="Users by commands">
            {top.isError ? <ErrorNote error={top.error} retry={() => void top.refetch()} /> : !top.data ? <SkeletonRows rows={5} className="h-7" /> : top.data.length === 0 ? <p className="text-muted">Nobody in this range.</p> : (
              <ol className="space-y-1">
                {top.data.map((user) => <li key={user.user_id}><Link to="/user" search={{ id: user.user_id }} className="flex min-h-8 items-center gap-3 rounded-control px-2 hover:bg-sunken"><span className="w-5 text-muted">{user.rank}</span><span className="min-w-0 flex-1 truncate">{user.username ?? user.user_id}</span><span className="font-medium">{count(user.command_count ?? null)}</span></Link></li>)}
              </ol>
            )}
          </Card>
          <Split title="Images by resolution" kind="image" dimension="resolution" />
          <Split title="Images by LoRA" kind="image" dimension="lora" />
          <Split title="Generation time by resolution" kind="image" dimension="resolution" measure="avg.duration" format={duration} />
        </div>
        <ListView<Command, Shapes["CommandPage"]> title="Commands, one by one" things="Commands" list={list} rowsOf={(answer) => answer.commands} columns={columns} rowKey={(row) => row.id} onOpen={(row) => change({ record: row.id })}
          empty="No commands in this range." curl={curlOf(project, { kind: "command", user_id: "42", username: "ada", command_name: "imagine", guild_id: "9", channel_id: "7", execution_time: 8.2, success: true })} />
      </div>
      <RecordDialog name="record" title="Command" path="/api/v1/commands/{id}" />
    </Page>
  );
}
