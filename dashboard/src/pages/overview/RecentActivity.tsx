import { useRead } from "~/api/useRead";
import { activityIcon } from "~/pages/activity/icons";
import { words } from "~/format/format";
import { Link } from "~/frame/Link";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { Ago } from "~/ui/Time";

/** What users did last, whatever the range. */
export function RecentActivity() {
  const { data, isError, error, refetch } = useRead("/api/v1/analytics/users/activities", { params: { query: { limit: 10 } as never } });
  return (
    <Card title="Recent activity" actions={<Link to="/activity" className="text-sm text-accent hover:underline">All activity</Link>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : data ? (
        data.length === 0 ? <p className="text-muted">Nothing has been tracked yet.</p> : (
          <ul className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
            {data.map((one) => {
              const Icon = activityIcon(one.activity_type);
              return (
                <li key={one.id} className="flex items-center gap-3 py-1.5">
                  <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-muted"><Icon size={15} aria-hidden /></span>
                  <span className="min-w-0 flex-1 truncate">
                    <Link to="/user" search={{ id: one.user_id ?? "" }} className="font-medium hover:underline">{one.username ?? one.user_id}</Link> <span className="text-muted">{words(one.activity_type).toLowerCase()}</span>
                  </span>
                  <span className="shrink-0 text-sm text-muted"><Ago at={one.timestamp} /></span>
                </li>
              );
            })}
          </ul>
        )
      ) : <SkeletonRows rows={5} />}
    </Card>
  );
}
