import { useInfiniteQuery } from "@tanstack/react-query";
import { Activity, Image, MessageSquare, SquareTerminal, Waypoints } from "lucide-react";
import type { Shapes } from "~/api/client";
import { useRead } from "~/api/useRead";
import { count, duration, money, words } from "~/format/format";
import { Link } from "~/frame/Link";
import { Page } from "~/frame/Page";
import { placeOf } from "~/frame/SearchBox";
import { Picture, type ImageRecord } from "~/pages/images/Picture";
import { useSession, type Session } from "~/session/session";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { Ago, At } from "~/ui/Time";
import { dayOf } from "~/view/range";
import { useSearch } from "~/view/search";
import { merge, type Happening, type Lane } from "./timeline";

type Fact = Happening & Record<string, unknown>;

const lists = [
  ["/api/v1/images", "images"], ["/api/v1/messages", "messages"], ["/api/v1/activities", "activities"], ["/api/v1/api-calls", "api_calls"], ["/api/v1/commands", "commands"],
] as const;
const laneSize = 40;

/** One user: counts, and everything that happened, of whatever kind. */
export function User() {
  const id = useSearch().get("id") ?? "";
  const { data, isError, error, refetch } = useRead("/api/v1/users/{id}", { params: { path: { id } } });
  const user = data as Shapes["UserAnswer"] | undefined;
  const name = user?.first_name ?? user?.username ?? id;
  return (
    <Page title={name} hasRange={false}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : (
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[320px_minmax(0,1fr)]">
          <Card title="About" className="xl:sticky xl:top-20">
            {!user ? <SkeletonRows rows={6} className="h-5" /> : (
              <dl className="grid grid-cols-[110px_1fr] gap-x-3 gap-y-2">
                {[
                  ["Id", user.user_id], ["Username", user.username && `@${user.username}`], ["First name", user.first_name], ["First seen", <At key="first" at={user.first_seen} />], ["Last seen", <Ago key="last" at={user.last_seen} />],
                  ["Images", count(user.image_count)], ["Messages", count(user.message_count)], ["Activities", count(user.activity_count)], ["API calls", count(user.api_call_count)], ["Commands", count(user.command_count)],
                  ["Tokens", count(user.total_tokens)], ["Cost", money(user.total_cost)],
                ].filter(([, value]) => value).map(([label, value]) => <div key={label as string} className="contents"><dt className="text-muted">{label}</dt><dd className="min-w-0 break-words">{value}</dd></div>)}
              </dl>
            )}
            <p className="mt-4 flex flex-wrap gap-3">
              <Link to="/images" search={{ user: id, range: "all" }} className="text-accent hover:underline">Images</Link>
              <Link to="/conversations" search={{ user_id: id, range: "all" }} className="text-accent hover:underline">Conversations</Link>
              <Link to="/activity" search={{ user: id, range: "all" }} className="text-accent hover:underline">Activity</Link>
            </p>
          </Card>
          <Timeline key={id} id={id} />
        </div>
      )}
    </Page>
  );
}

function Timeline({ id }: { id: string }) {
  const { api, project, details } = useSession();
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [project, "timeline", id],
    queryFn: async ({ pageParam }) => merge(await Promise.all(pageParam.map((lane, index) => fill(api, id, lists[index]!, lane)))),
    initialPageParam: lists.map(() => ({ waiting: [], next: "" }) as Lane<Fact>),
    getNextPageParam: (page) => (page.rest.every((lane) => lane.next === null && lane.waiting.length === 0) ? undefined : page.rest),
  });
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (!data) return <Card><SkeletonRows rows={8} /></Card>;
  const facts = data.pages.flatMap((page) => page.shown);
  if (facts.length === 0) return <Card><Empty>Nothing of this user is kept.</Empty></Card>;
  const tz = details?.time_zone ?? "UTC";
  const days = Map.groupBy(facts, (fact) => dayOf(new Date(fact.created_at ?? 0), tz));
  return (
    <div className="space-y-4">
      {[...days].map(([day, all]) => (
        <Card key={day} title={new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeZone: "UTC" }).format(new Date(day))}>
          <ol className="space-y-1">{all.map((fact) => <li key={`${fact.kind} ${fact.id}`}><Entry fact={fact} tz={tz} /></li>)}</ol>
        </Card>
      ))}
      {hasNextPage && <div className="text-center"><Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>{isFetchingNextPage ? "Loading…" : "Earlier"}</Button></div>}
    </div>
  );
}

async function fill(api: Session["api"], id: string, [path, key]: (typeof lists)[number], lane: Lane<Fact>): Promise<Lane<Fact>> {
  if (lane.next === null || lane.waiting.length >= laneSize) return lane;
  const { data } = await api.GET(path, { params: { query: { user_id: id, per_page: laneSize, ...(lane.next ? { cursor: lane.next } : {}) } as never } });
  const page = data as unknown as Record<string, unknown> & { next_cursor: string | null };
  return { waiting: [...lane.waiting, ...(page[key] as Fact[])], next: page.next_cursor };
}

const icons: Record<string, typeof Image> = { image: Image, message: MessageSquare, api_call: Waypoints, command: SquareTerminal };

function Entry({ fact, tz }: { fact: Fact; tz: string }) {
  const Icon = icons[fact.kind] ?? Activity;
  const place = placeOf({ type: fact.kind, id: fact.id });
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: tz }).format(new Date(fact.created_at ?? 0));
  return (
    <Link to={place.path} search={{ ...place.search, ...(fact.kind === "image" ? { range: "all" } : {}) }} className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken">
      <Icon size={15} aria-hidden className="shrink-0 text-muted" />
      {fact.kind === "image" && <Picture image={fact as unknown as ImageRecord} size={64} className="size-12 shrink-0 rounded-control object-cover" />}
      <span className="min-w-0 flex-1 truncate">{describe(fact)}</span>
      <time dateTime={fact.created_at ?? undefined} className="shrink-0 text-sm text-muted">{time}</time>
    </Link>
  );
}

function describe(fact: Fact): string {
  const text = (name: string) => (typeof fact[name] === "string" ? fact[name] as string : "");
  const took = (name: string) => (typeof fact[name] === "number" ? ` · ${duration(fact[name] as number)}` : "");
  switch (fact.kind) {
    case "image": return (text("prompt") || text("full_prompt") || "An image") + took("generation_time");
    case "message": return `${words(text("role"))}: ${text("text") || "a message kept without its text"}`;
    case "api_call": return `${text("method")} ${text("endpoint")} · ${String(fact.status_code)}${took("response_time")}`;
    case "command": return `/${text("command_name")}${fact.success === false ? " · failed" : ""}${took("execution_time")}`;
    default: return words(text("activity_type"));
  }
}
