import type { Shapes } from "~/api/client";
import { Link } from "~/frame/Link";
import { count } from "~/format/format";
import { Pagination } from "~/table/Pagination";
import { useList } from "~/table/useList";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { useChangeSearch } from "~/view/search";
import { Message } from "./Message";

/** Messages with these words; each leads to its conversation. */
export function Found({ words }: { words: string }) {
  const change = useChangeSearch();
  const { answer: { data, isError, error, refetch }, page, perPage } = useList<Shapes["MessagePage"]>("/api/v1/messages", { filters: [], hasWords: true });
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (!data) return <Card><SkeletonRows /></Card>;
  if (data.messages.length === 0) return <Card><Empty>No message of this range has “{words}”.</Empty></Card>;
  return (
    <div className="space-y-3">
      <p className="text-muted">{data.total_is_exact ? "" : "At least "}{count(data.total)} messages</p>
      {data.messages.map((message) => (
        <Message key={message.id} message={message}>
          <Link to="/conversation" search={{ id: message.conversation_id ?? "", message: message.id }} className="mt-2 inline-block text-sm text-accent hover:underline">Its conversation</Link>
        </Message>
      ))}
      <Pagination things="messages" shown={data.messages.length} page={data.page ?? page} pages={data.total_pages} total={data.total} isExact={data.total_is_exact} perPage={perPage} onPage={(to) => change({ page: to === 1 ? undefined : String(to) })} />
    </div>
  );
}
