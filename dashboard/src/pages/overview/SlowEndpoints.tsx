import { BarList } from "~/charts/BarList";
import { duration } from "~/format/format";
import { Link } from "~/frame/Link";
import { figure, useQuestion } from "~/pages/measures";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";

/** Where callers wait longest: by the 95th percentile. */
export function SlowEndpoints() {
  const { data, isError, error, refetch } = useQuestion({ kind: "api_call", measure: "p95.duration,count", by: "endpoint", top: 5 });
  const slow = (data?.series ?? []).filter((one) => !one.is_other);
  return (
    <Card title="Slowest endpoints" actions={<Link to="/api-usage" className="text-sm text-accent hover:underline">All endpoints</Link>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : data ? (
        slow.length === 0 ? <p className="text-muted">No API calls in this range.</p> : (
          <BarList name="Slowest endpoints" bars={slow.map((one) => ({ key: one.key ?? "", label: one.label ?? one.key, value: figure(one.total, "p95.duration") ?? 0, text: duration(figure(one.total, "p95.duration")), colour: "var(--series-3)" }))} />
        )
      ) : <SkeletonRows rows={5} className="h-8" />}
    </Card>
  );
}
