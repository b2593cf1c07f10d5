import { useRead } from "~/api/useRead";
import type { Shapes } from "~/api/client";
import { BarList } from "~/charts/BarList";
import { Donut } from "~/charts/Donut";
import { chartOf, csvOf } from "~/charts/series";
import { save } from "~/charts/save";
import { TimeChart } from "~/charts/TimeChart";
import { FilterBar } from "~/filters/FilterBar";
import type { Filter } from "~/filters/filters";
import { bytes, count, duration, money, percent, shortCount, words } from "~/format/format";
import { Page } from "~/frame/Page";
import { figure, type Kind } from "~/pages/measures";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Select } from "~/ui/Field";
import { Skeleton } from "~/ui/Skeleton";
import { intervalOf } from "~/view/range";
import { useChangeSearch, useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { SavedViews } from "./SavedViews";

const charts = [{ key: "bars", label: "Bars over time" }, { key: "lines", label: "Lines over time" }, { key: "ranking", label: "Ranking" }, { key: "donut", label: "Donut" }];

const formats: Record<string, (value: number | null) => string> = { count: shortCount, ratio: percent, seconds: duration, dollars: money, bytes };

/** Any question that can be asked, as a chart and a table. Its address is the view. */
export function Explore() {
  const search = useSearch();
  const change = useChangeSearch();
  const { range, query } = useRange();
  const catalogue = useRead("/api/v1/query/catalogue", {}, { staleTime: Infinity });
  const kind = (search.get("kind") ?? "image") as Kind;
  const about = catalogue.data?.kinds.find((one) => one.kind === kind);
  const measure = search.get("measure") ?? about?.measures[0]?.name ?? "count";
  const by = search.get("by") ?? "";
  const chart = search.get("chart") ?? "bars";
  const isOverTime = chart === "bars" || chart === "lines";
  const interval = (search.get("interval") ?? intervalOf(range)) as ReturnType<typeof intervalOf>;
  const filters: Filter[] = (about?.dimensions ?? []).filter((name) => name !== "prompt").map((name) => ({ key: `filter.${name}`, label: words(name), dimension: name }));
  const chosen = Object.fromEntries(filters.flatMap(({ key }) => (search.get(key) ? [[key, search.get(key)!]] : [])));
  const answer = useRead("/api/v1/query", {
    params: { query: { kind, measure, ...query, ...(by ? { by, top: Number(search.get("top") ?? 8) } : {}), ...(isOverTime ? { interval } : {}), ...(range.compare ? { compare: "previous" } : {}), ...chosen } as never },
  }, { enabled: catalogue.isSuccess });
  const format = formats[about?.measures.find((one) => one.name === measure)?.unit ?? "count"] ?? shortCount;
  const title = `${measureLabel(measure)} of ${kindLabel(kind)}${by ? ` by ${words(by).toLowerCase()}` : ""}`;
  const pick = (name: string, usual?: string) => (value: string) => change({ [name]: value === usual ? undefined : value });
  return (
    <Page title="Explore" hasCompare actions={<SavedViews page="explore" />} filters={about && <FilterBar kind={kind} filters={filters} />}>
      <div className="space-y-4 md:space-y-6">
        {catalogue.isError && <ErrorNote error={catalogue.error} retry={() => void catalogue.refetch()} />}
        <Card>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
            <Choose label="Of" value={kind} options={(catalogue.data?.kinds ?? []).map((one) => ({ value: one.kind, label: words(kindLabel(one.kind)) }))}
              onChoose={(value) => change({ kind: value, measure: undefined, by: undefined, ...Object.fromEntries(filters.map((filter) => [filter.key, undefined])) })} />
            <Choose label="Show" value={measure} options={(about?.measures ?? []).map((one) => ({ value: one.name, label: measureLabel(one.name) }))} onChoose={pick("measure")} />
            <Choose label="By" value={by} options={[{ value: "", label: "Nothing" }, ...(about?.dimensions ?? []).map((name) => ({ value: name, label: words(name) }))]} onChoose={(value) => change({ by: value || undefined })} />
            <Choose label="As" value={chart} options={charts.map((one) => ({ value: one.key, label: one.label }))} onChoose={pick("chart", "bars")} />
            <Choose label="Every" value={interval} isOff={!isOverTime} options={["hour", "day", "week", "month"].map((value) => ({ value, label: words(value) }))} onChoose={pick("interval")} />
            <Choose label="At most" value={search.get("top") ?? "8"} isOff={!by} options={["5", "8", "20", "50"].map((value) => ({ value, label: `${value} and others` }))} onChoose={pick("top", "8")} />
          </div>
        </Card>
        {answer.isError ? <ErrorNote error={answer.error} retry={() => void answer.refetch()} /> : !answer.data ? <Card><Skeleton className="h-80 w-full" /></Card>
          : <Result answer={answer.data} title={title} measure={measure} chart={chart} by={by} format={format} interval={interval} isStale={answer.isPlaceholderData} />}
      </div>
    </Page>
  );
}

function kindLabel(kind: string): string {
  return { image: "images", message: "messages", activity: "activities", api_call: "API calls", command: "commands", conversation: "conversations", any: "anything" }[kind] ?? kind;
}

function measureLabel(measure: string): string {
  const [head, rest] = measure.split(".");
  if (!rest) return words(measure);
  const share = /^p(\d+)$/.exec(head!)?.[1];
  return share ? (share === "50" ? `Median ${rest}` : `${rest === "duration" ? "Duration" : rest} of ${share} % at most`) : `${words({ avg: "average", max: "longest", sum: "total" }[head!] ?? head!)} ${rest}`;
}

interface ChooseProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
  isOff?: boolean;
}

function Choose({ label, value, options, onChoose, isOff = false }: ChooseProps) {
  return (
    <label className="block min-w-0 space-y-1">
      <span className="text-sm text-muted">{label}</span>
      <Select value={value} disabled={isOff} onChange={(event) => onChoose(event.target.value)}>{options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}</Select>
    </label>
  );
}

interface ResultProps {
  answer: Shapes["QueryAnswer"];
  title: string;
  measure: string;
  chart: string;
  by: string;
  format: (value: number | null) => string;
  interval: ReturnType<typeof intervalOf>;
  isStale: boolean;
}

function Result({ answer, title, measure, chart, by, format, interval, isStale }: ResultProps) {
  const label = (key: string | null, name: string | null) => name ?? key ?? (by ? "None" : "This period");
  const total = figure(answer.total, measure);
  const rows = answer.series.map((one) => ({ key: one.is_other ? "(other)" : one.key ?? "(none)", label: one.is_other ? "Other" : label(one.key ?? null, one.label ?? null), value: figure(one.total, measure), isOther: one.is_other ?? false }));
  if (answer.series.length === 0 || (rows.every((row) => !row.value) && !total)) return <Card><Empty>Nothing of the kind in this range.</Empty></Card>;
  const bars = rows.map((row) => ({ key: row.key, label: row.label, value: row.value ?? 0, text: format(row.value), isOther: row.isOther }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "name", header: by ? words(by) : "What", className: "max-w-96 truncate font-medium", cell: (row) => row.label },
    { key: "value", header: measureLabel(measure), isNumber: true, cell: (row) => format(row.value) },
    { key: "share", header: "Share", isNumber: true, cell: (row) => (total && measure === "count" && row.value !== null ? percent(row.value / total) : "–") },
  ];
  return (
    <div className={`space-y-4 transition-opacity md:space-y-6 ${isStale ? "opacity-60" : ""}`}>
      <Card>
        {chart === "ranking" ? <><h2 className="mb-3 font-semibold">{title}</h2><BarList name={title} bars={bars} /></>
          : chart === "donut" ? <><h2 className="mb-3 font-semibold">{title}</h2><Donut name={title} parts={bars.map((bar) => (bar.isOther ? { ...bar, colour: "var(--series-other)" } : bar))} /></>
          : <TimeChart name={title} look={chart === "lines" || !/^(count|errors|tokens|input_tokens|output_tokens|cost|bytes|repeats|sum\.duration)$/.test(measure) ? "line" : "stacked"} interval={interval} tz={answer.tz} format={format} height={320} data={chartOf(answer, measure, label)} />}
      </Card>
      <Card flush>
        <DataTable name="Figures" columns={columns} rows={rows} rowKey={(row) => row.key} toolbar={(
          <div className="flex items-center gap-3 px-1"><h2 className="font-semibold">{measureLabel(measure)}: {measure === "count" ? count(total) : format(total)}</h2>
            <Button look="quiet" onClick={() => save("explore.csv", new Blob([csvOf([[by || "what", measure], ...rows.map((row) => [row.label, String(row.value ?? "")])])], { type: "text/csv" }))}>CSV</Button></div>
        )} />
      </Card>
    </div>
  );
}
