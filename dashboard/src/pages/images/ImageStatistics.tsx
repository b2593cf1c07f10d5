import { BarList } from "~/charts/BarList";
import { chartOf } from "~/charts/series";
import { TimeChart } from "~/charts/TimeChart";
import { useRead } from "~/api/useRead";
import { toggleValue } from "~/filters/filters";
import { count, duration, shortCount } from "~/format/format";
import { figure, useQuestion } from "~/pages/measures";
import { Split } from "~/pages/Split";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { sourceColour, sourceLabel } from "~/ui/SourceBadge";
import { dayOf } from "~/view/range";
import { useChangeSearch, useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { countedFilters } from "./imageFilters";

/** Numbers of the images that the filters leave. A click on a bar filters by it. */
export function ImageStatistics() {
  const search = useSearch();
  const { range, interval, query } = useRange();
  const change = useChangeSearch();
  const filters = Object.fromEntries(countedFilters.flatMap((key) => (search.get(key) ? [[key, search.get(key)!]] : [])));
  const overTime = useQuestion({ kind: "image", measure: "count,p50.duration,p95.duration", isOverTime: true, isCompared: range.compare, filters });
  // What is picked in one must not hide what else could be.
  const others = (dimension: string) => Object.fromEntries(Object.entries(filters).filter(([key]) => key !== dimension));
  const pick = (key: string) => (value: string) => change({ [key]: toggleValue(search.get(key), value), page: undefined });
  const prompts = useRead("/api/v1/query/prompts", { params: { query: { ...query, limit: 8 } as never } });
  const leavesOut = ["q", "user"].filter((key) => search.get(key));
  return (
    <div className="space-y-4">
      {leavesOut.length > 0 && <p className="text-sm text-muted">Statistics count by names: what is searched for and the user are not among their filters.</p>}
      {overTime.isError ? <ErrorNote error={overTime.error} retry={() => void overTime.refetch()} /> : overTime.data ? (
        <>
          <Card>
            <TimeChart name="Images over time" look="stacked" interval={interval} tz={overTime.data.tz} format={shortCount} height={180} data={chartOf(overTime.data, "count", () => "This period")}
              onSelect={(from, to) => change({ range: undefined, from: dayOf(new Date(from * 1000), overTime.data.tz), to: dayOf(new Date(to * 1000), overTime.data.tz), page: undefined })} />
          </Card>
          <Card>
            <TimeChart name="Generation time" look="line" interval={interval} tz={overTime.data.tz} format={duration} height={160}
              data={{ times: chartOf(overTime.data, "p50.duration", () => "Median").times, series: [
                { ...chartOf({ ...overTime.data, compare: null }, "p50.duration", () => "Median").series[0]!, key: "p50", label: `Median ${duration(figure(overTime.data.total, "p50.duration"))}` },
                { ...chartOf({ ...overTime.data, compare: null }, "p95.duration", () => "95 %").series[0]!, key: "p95", label: `95 % ${duration(figure(overTime.data.total, "p95.duration"))}`, colour: "var(--series-3)" },
              ] }} />
          </Card>
        </>
      ) : <SkeletonRows rows={6} />}
      <Split title="Sources" kind="image" dimension="source" filters={others("source")} onPick={pick("source")} label={sourceLabel} colour={sourceColour} isDonut />
      <Split title="Personas" kind="image" dimension="persona" filters={others("persona")} onPick={pick("persona")} />
      <Split title="Styles" kind="image" dimension="style" filters={others("style")} onPick={pick("style")} />
      <Split title="Models" kind="image" dimension="model" filters={others("model")} onPick={pick("model")} />
      <Split title="Resolutions" kind="image" dimension="resolution" filters={others("resolution")} onPick={pick("resolution")} />
      <Card title="Most used prompts">
        {prompts.isError ? <ErrorNote error={prompts.error} retry={() => void prompts.refetch()} /> : prompts.data ? (
          prompts.data.prompts.length === 0 ? <p className="text-muted">No prompts in this range.</p> :
            <BarList name="Most used prompts" bars={prompts.data.prompts.map((one) => ({ key: one.prompt, label: <span title={one.prompt}>{one.prompt}</span>, value: one.count, text: count(one.count) }))} onPick={(prompt) => change({ q: `"${prompt.replaceAll('"', " ")}"`, page: undefined })} />
        ) : <SkeletonRows rows={5} />}
      </Card>
    </div>
  );
}
