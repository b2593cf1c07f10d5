import type { Shapes } from "~/api/client";
import { FilterBar } from "~/filters/FilterBar";
import { readFilters, type Filter } from "~/filters/filters";
import { SearchField } from "~/filters/SearchField";
import { count, duration, money, shortCount } from "~/format/format";
import { Page } from "~/frame/Page";
import { useOpen } from "~/frame/useOpen";
import { Figures, type FigureSpec } from "~/pages/Figures";
import { useQuestion } from "~/pages/measures";
import { OverTime } from "~/pages/OverTime";
import { useSession } from "~/session/session";
import type { Column } from "~/table/DataTable";
import { ExportMenu } from "~/table/ExportMenu";
import { ListView } from "~/table/ListView";
import { useList } from "~/table/useList";
import { UserCell } from "~/table/UserCell";
import { curlOf } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Ago } from "~/ui/Time";
import { useSearch } from "~/view/search";
import { Found } from "./Found";
import { StatusBadge } from "./StatusBadge";

type Row = Shapes["ConversationAnswer"];

const filters: readonly Filter[] = [
  { key: "status", label: "Status", options: [{ value: "active", label: "Active" }, { value: "ended", label: "Ended" }, { value: "deleted", label: "Deleted" }] },
  { key: "user_id", label: "User", placeholder: "The app's id of a user" },
];

const figures: readonly FigureSpec[] = [
  { label: "Messages", measure: "count", format: shortCount, isMoreBetter: true },
  { label: "Users", measure: "users", format: shortCount, isMoreBetter: true },
  { label: "Tokens", measure: "tokens", format: shortCount },
  { label: "Response time", measure: "avg.duration", format: duration, isMoreBetter: false },
  { label: "95 % within", measure: "p95.duration", format: duration, isMoreBetter: false },
  { label: "Cost", measure: "cost", format: money, isMoreBetter: false },
];

const columns: readonly Column<Row>[] = [
  { key: "conversation", header: "Conversation", className: "max-w-56 truncate font-medium", cell: (row) => row.conversation_id },
  { key: "user", header: "User", className: "max-w-48 truncate", cell: (row) => <UserCell user={row} /> },
  { key: "status", header: "Status", cell: (row) => <StatusBadge status={row.status} /> },
  { key: "messages", header: "Messages", isNumber: true, cell: (row) => count(row.message_count) },
  { key: "tokens", header: "Tokens", isNumber: true, cell: (row) => count(row.total_tokens) },
  { key: "time", header: "Response time", isNumber: true, cell: (row) => duration(row.avg_response_time) },
  { key: "cost", header: "Cost", isNumber: true, isExtra: true, cell: (row) => money(row.total_cost) },
  { key: "began", header: "Began", className: "whitespace-nowrap", cell: (row) => <Ago at={row.created_at} /> },
  { key: "last", header: "Last message", className: "whitespace-nowrap", cell: (row) => <Ago at={row.updated_at} /> },
];

/** Conversations with their counters, and messages as a whole. */
export function Conversations() {
  const { project } = useSession();
  const search = useSearch();
  const open = useOpen();
  const chosen = readFilters(search, filters);
  const list = useList<Shapes["ConversationPage"]>("/api/v1/conversations", { filters });
  const messages = useQuestion({ kind: "message", measure: "count,users,tokens,avg.duration,p95.duration,cost", isOverTime: true, isCompared: true, filters: { user: chosen.user_id } });
  return (
    <Page title="Conversations" count={list.answer.data && count(list.answer.data.total)} hasCompare actions={<ExportMenu what="conversations" parameters={list.parameters} />}
      filters={<div className="flex flex-wrap items-center gap-2"><SearchField label="Search in messages" /><FilterBar kind="conversation" filters={filters} /></div>}>
      {search.get("q") ? <Found words={search.get("q")!} /> : (
        <div className="space-y-4 md:space-y-6">
          {messages.isError && <ErrorNote error={messages.error} retry={() => void messages.refetch()} />}
          <Figures answer={messages.data} figures={figures} />
          <div className="grid grid-cols-1 gap-4 md:gap-6 xl:grid-cols-2">
            <OverTime title="Messages by role" question={{ kind: "message", measure: "count", by: "role", filters: { user: chosen.user_id } }} />
            <OverTime title="Tokens by model" question={{ kind: "message", measure: "tokens", by: "model", top: 7, filters: { user: chosen.user_id } }} label={(key, name) => name ?? key ?? "Without a model"} />
          </div>
          <ListView<Row, Shapes["ConversationPage"]> things="Conversations" list={list} rowsOf={(answer) => answer.conversations} columns={columns} rowKey={(row) => row.conversation_id} onOpen={(row) => open("/conversation", { id: row.conversation_id })}
            empty="No conversation began in this range." curl={curlOf(project, { kind: "message", conversation_id: "c1", user_id: "42", role: "user", text: "Hello!", tokens: 2 })} />
        </div>
      )}
    </Page>
  );
}
