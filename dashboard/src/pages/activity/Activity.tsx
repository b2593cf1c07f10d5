import type { Shapes } from "~/api/client";
import { FilterBar } from "~/filters/FilterBar";
import type { Filter } from "~/filters/filters";
import { count, words } from "~/format/format";
import { Page } from "~/frame/Page";
import { useSession } from "~/session/session";
import { ExportMenu } from "~/table/ExportMenu";
import { ListView } from "~/table/ListView";
import { RecordDialog } from "~/table/RecordDialog";
import { useList } from "~/table/useList";
import { UserCell } from "~/table/UserCell";
import { curlOf } from "~/ui/Empty";
import { Ago, At } from "~/ui/Time";
import { useChangeSearch } from "~/view/search";
import type { Column } from "~/table/DataTable";
import { activityIcon } from "./icons";

type Row = Shapes["StoredActivity"];

const filters: readonly Filter[] = [
  { key: "type", label: "Type", dimension: "type" },
  { key: "user", label: "User", placeholder: "Name, username or id" },
  { key: "guild", label: "Guild", dimension: "guild" },
];

const columns: readonly Column<Row>[] = [
  {
    key: "type", header: "What", className: "max-w-72",
    cell: (row) => {
      const Icon = activityIcon(row.activity_type ?? "");
      return <span className="flex items-center gap-2"><Icon size={15} className="shrink-0 text-muted" aria-hidden /><span className="truncate">{words(row.activity_type ?? "")}</span></span>;
    },
  },
  { key: "user", header: "User", className: "max-w-48 truncate", cell: (row) => <UserCell user={row} /> },
  { key: "when", header: "When", className: "whitespace-nowrap", cell: (row) => <Ago at={row.created_at} /> },
  { key: "time", header: "Time", className: "whitespace-nowrap text-muted", cell: (row) => <At at={row.created_at} /> },
  { key: "guild", header: "Guild", isExtra: true, cell: (row) => row.guild_id ?? "–" },
  { key: "address", header: "Address", isExtra: true, cell: (row) => row.ip_address ?? "–" },
  { key: "agent", header: "User agent", isExtra: true, className: "max-w-72 truncate", cell: (row) => row.user_agent ?? "–" },
  { key: "details", header: "Details", className: "max-w-96 truncate text-muted", cell: (row) => (row.extra_data ?? row.details ? JSON.stringify(row.extra_data ?? row.details) : "–") },
];

/** What users did, one by one. */
export function Activity() {
  const { project } = useSession();
  const change = useChangeSearch();
  const list = useList<Shapes["ActivityPage"]>("/api/v1/activities", { filters });
  return (
    <Page title="Activity" count={list.answer.data && count(list.answer.data.total)} actions={<ExportMenu what="activities" parameters={list.parameters} />} filters={<FilterBar kind="activity" filters={filters} />}>
      <ListView<Row, Shapes["ActivityPage"]> things="Activities" list={list} rowsOf={(answer) => answer.activities} columns={columns} rowKey={(row) => row.id} onOpen={(row) => change({ activity: row.id })}
        empty="No activity in this range." curl={curlOf(project, { kind: "activity", user_id: "42", username: "ada", activity_type: "login" })} />
      <RecordDialog name="activity" title="Activity" path="/api/v1/activities/{id}" />
    </Page>
  );
}
