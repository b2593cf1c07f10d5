import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, type ReactNode } from "react";
import type { Shapes } from "~/api/client";
import { Problem } from "~/api/problem";
import { useRead } from "~/api/useRead";
import { count, duration, money } from "~/format/format";
import { Page } from "~/frame/Page";
import { Link } from "~/frame/Link";
import { Picture, type ImageRecord } from "~/pages/images/Picture";
import { useSession } from "~/session/session";
import { UserCell } from "~/table/UserCell";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { At } from "~/ui/Time";
import { useSearch } from "~/view/search";
import { Message } from "./Message";
import { StatusBadge } from "./StatusBadge";

/** One conversation: its messages from the first to the last, with the pictures that were made for it in between. */
export function Conversation() {
  const search = useSearch();
  const named = search.get("message");
  const message = useRead("/api/v1/messages/{id}", { params: { path: { id: named ?? "" } } }, { enabled: named !== null && !search.get("id") });
  const id = search.get("id") ?? message.data?.conversation_id ?? undefined;
  const conversation = useRead("/api/v1/conversations/{id}", { params: { path: { id: id ?? "" } } }, { enabled: id !== undefined });
  const failed = message.isError ? message : conversation.isError ? conversation : undefined;
  const about = conversation.data as Shapes["ConversationAnswer"] | undefined;
  return (
    <Page title="Conversation" hasRange={false}>
      {failed ? <ErrorNote error={failed.error} retry={() => void failed.refetch()} /> : !about || !id ? <SkeletonRows rows={6} className="h-16" /> : (
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]">
          <Messages conversation={about} marked={named} />
          <Card title="About" className="xl:sticky xl:top-20 max-xl:order-first">
            <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-2">
              <Line label="Id"><span className="break-all">{id}</span></Line>
              <Line label="User"><UserCell user={about} /></Line>
              <Line label="Status"><StatusBadge status={about.status} /></Line>
              <Line label="Messages">{count(about.message_count)}</Line>
              <Line label="Tokens">{count(about.total_tokens)} <span className="text-muted">({count(about.input_tokens)} in, {count(about.output_tokens)} out)</span></Line>
              <Line label="Response time">{duration(about.avg_response_time)}</Line>
              <Line label="Cost">{money(about.total_cost)}</Line>
              <Line label="Began"><At at={about.created_at} /></Line>
              <Line label="Last message"><At at={about.updated_at} /></Line>
            </dl>
            {about.meta != null && <pre className="mt-3 max-h-60 overflow-auto rounded-control bg-sunken p-2 text-sm" tabIndex={0}>{JSON.stringify(about.meta, null, 2)}</pre>}
          </Card>
        </div>
      )}
    </Page>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return <><dt className="text-muted">{label}</dt><dd className="min-w-0">{children}</dd></>;
}

function Messages({ conversation, marked }: { conversation: Shapes["ConversationAnswer"]; marked: string | null }) {
  const { api, project } = useSession();
  const id = conversation.conversation_id;
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [project, "messages", id],
    queryFn: async ({ pageParam, signal }) => {
      const { data: page } = await api.GET("/api/v1/messages", { params: { query: { conversation_id: id, per_page: 500, ...(pageParam ? { cursor: pageParam } : {}) } as never }, signal });
      if (!page) throw new Problem(0, "empty", "The server's answer is empty", undefined, undefined);
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const messages = useMemo(() => (data?.pages.flatMap((page) => page.messages) ?? []).toReversed(), [data]);
  // Apps name the conversation of a picture in its meta, as its chat or by its own name.
  const images = useRead("/api/v1/images", { params: { query: { user_id: conversation.user_id ?? "", from: conversation.created_at, per_page: 500 } as never } }, { enabled: !!conversation.user_id });
  const pictures = useMemo(() => ((images.data?.images ?? []) as ImageRecord[]).filter((image) => belongs(image, id)).toReversed(), [images.data, id]);
  useEffect(() => { if (marked && messages.length > 0) document.getElementById(`message-${marked}`)?.scrollIntoView({ block: "center" }); }, [marked, messages.length]);
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} className="h-16" />;
  if (messages.length === 0) return <Card><Empty>No message of this conversation is kept.</Empty></Card>;
  return (
    <div className="space-y-3">
      {hasNextPage && <div className="text-center"><Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>Earlier messages</Button></div>}
      {messages.map((message, index) => {
        const [from, to] = [message.created_at!, messages[index + 1]?.created_at ?? "9999"];
        return (
          <div key={message.id} className="space-y-3">
            <Message message={message} isMarked={message.id === marked} />
            {pictures.filter((image) => (index === 0 || image.created_at! >= from) && image.created_at! < to).map((image) => (
              <Link key={image.id} to="/images" search={{ image: image.id }} className="ml-auto block w-64 overflow-hidden rounded-card border" title={image.prompt ?? undefined}><Picture image={image} size={256} className="h-44 w-full object-cover" /></Link>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function belongs(image: ImageRecord, conversation: string): boolean {
  const meta = image.meta as Record<string, unknown> | null | undefined;
  return meta != null && typeof meta === "object" && (meta.conversation_id === conversation || meta.chat_id === conversation);
}
