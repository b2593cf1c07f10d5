import { useRead } from "~/api/useRead";
import { count } from "~/format/format";
import { Link } from "~/frame/Link";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { useRange } from "~/view/useRange";

const medals = ["bg-accent text-on-accent", "bg-accent-wash text-accent", "bg-accent-wash text-accent"];

/** Who did most in the range, of anything that is counted. */
export function TopUsers() {
  const { query } = useRange();
  const { data, isError, error, refetch } = useRead("/api/v1/analytics/users/top", { params: { query: { limit: 5, by: "messages", ...query } as never } });
  return (
    <Card title="Top users" actions={<Link to="/users" className="text-sm text-accent hover:underline">All users</Link>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : data ? (
        data.length === 0 ? <p className="text-muted">Nobody wrote a message in this range.</p> : (
          <ol className="space-y-1">
            {data.map((user) => (
              <li key={user.user_id}>
                <Link to="/user" search={{ id: user.user_id }} className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken">
                  <span className={`grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold ${medals[user.rank - 1] ?? "bg-sunken text-muted"}`}>{user.rank}</span>
                  <span className="min-w-0 flex-1 truncate">{user.username ?? user.user_id}</span>
                  <span className="text-muted">{count(user.message_count ?? null)} messages</span>
                </Link>
              </li>
            ))}
          </ol>
        )
      ) : <SkeletonRows rows={5} className="h-8" />}
    </Card>
  );
}
