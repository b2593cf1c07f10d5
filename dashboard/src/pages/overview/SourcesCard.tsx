import { useNavigate } from "@tanstack/react-router";
import { Donut } from "~/charts/Donut";
import { count } from "~/format/format";
import { keptSearch } from "~/frame/pages";
import { figure, useQuestion } from "~/pages/measures";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { Skeleton } from "~/ui/Skeleton";
import { sourceLabel } from "~/ui/SourceBadge";
import { useSearch } from "~/view/search";

const colours: Record<string, string> = { message_response: "var(--series-2)", scheduler: "var(--series-7)", history_start: "var(--series-6)" };

/** How images came to be. */
export function SourcesCard() {
  const { data, isError, error, refetch } = useQuestion({ kind: "image", measure: "count", by: "source" });
  const navigate = useNavigate();
  const kept = keptSearch(useSearch());
  return (
    <Card title="Images by source">
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : data ? (
        <Donut name="Images by source" onPick={(source) => void navigate({ to: "/images" as never, search: { ...kept, source } as never })}
          parts={data.series.map((one) => ({ key: one.key ?? "", label: sourceLabel(one.key), value: figure(one.total, "count") ?? 0, text: count(figure(one.total, "count")), colour: colours[one.key ?? ""] ?? "var(--series-other)" }))} />
      ) : <Skeleton className="h-32" />}
    </Card>
  );
}
