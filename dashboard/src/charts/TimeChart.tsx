import { ChartLine, Download, Image, Table2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import { useShade } from "~/frame/theme";
import { Button, controlClass } from "~/ui/Button";
import { Choice, Popover } from "~/ui/Popover";
import type { Interval } from "~/view/range";
import { resolve } from "./colours";
import { barPaths, hatched } from "./paths";
import { save } from "./save";
import { csvOf, rowsOf, type ChartData, type Series } from "./series";

interface TimeChartProps {
  /** Its title, which also names its summary and its files. */
  name: string;
  data: ChartData;
  look: "line" | "stacked";
  interval: Interval;
  tz: string;
  format: (value: number | null) => string;
  height?: number;
  /** A span of time was marked; seconds. */
  onSelect?: ((from: number, to: number) => void) | undefined;
}

/** Figures over time: with a crosshair that tells all values, a legend that hides and shows, a table of the same, and both as files. */
export function TimeChart({ name, data, look, interval, tz, format, height = 240, onSelect }: TimeChartProps) {
  const [asTable, showTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<number | null>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shown = useMemo(() => ({ times: data.times, series: data.series.filter((one) => !hidden.has(one.key)) }), [data, hidden]);
  const when = useMemo(() => timeFormat(interval, tz), [interval, tz]);
  const rows = () => rowsOf(data, when);
  const file = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const toggle = (key: string) => setHidden((before) => {
    const after = new Set(before);
    if (!after.delete(key)) after.add(key);
    return after;
  });
  return (
    <figure aria-label={`${name}, ${data.times.length} points${data.times.length > 0 ? ` from ${when(data.times[0]!)} to ${when(data.times.at(-1)!)}` : ""}, time zone ${tz}`}>
      <figcaption className="flex min-h-8 items-center gap-3">
        <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
        {at !== null && (
          <span className="truncate text-sm text-muted">
            {data.series.length === 1 && <span className="font-medium text-text">{format(data.series[0]!.values[at] ?? null)} · </span>}
            {when(data.times[at]!)}
          </span>
        )}
        <span className="flex shrink-0">
          <Button look="quiet" aria-pressed={asTable} aria-label={asTable ? "Show as a chart" : "Show as a table"} title={asTable ? "Show as a chart" : "Show as a table"} onClick={() => showTable(!asTable)} icon={asTable ? <ChartLine size={15} /> : <Table2 size={15} />} />
          <Popover name="Save" placement="bottom-end" className={`${controlClass("quiet")} w-8 px-0!`} label={<Download size={15} aria-hidden />}>
            {(close) => (
              <>
                <Choice onChoose={() => { close(); plot.current?.ctx.canvas.toBlob((blob) => { if (blob) save(`${file}.png`, blob); }); }}><Image size={15} aria-hidden />Picture (PNG)</Choice>
                <Choice onChoose={() => { close(); save(`${file}.csv`, new Blob([csvOf(rows())], { type: "text/csv" })); }}><Table2 size={15} aria-hidden />Figures (CSV)</Choice>
              </>
            )}
          </Popover>
        </span>
      </figcaption>
      {data.series.length > 1 && (
        <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-1 text-sm">
          {data.series.map((one) => (
            <li key={one.key}>
              <button type="button" aria-pressed={!hidden.has(one.key)} onClick={() => toggle(one.key)} className={`flex items-center gap-1.5 ${hidden.has(one.key) ? "opacity-40" : ""}`}>
                <span aria-hidden className={`h-0 w-3.5 border-t-2 ${one.isBefore ? "border-dashed" : ""}`} style={{ borderColor: one.colour }} />
                <span className="max-w-40 truncate">{one.label}</span>
                <span className="font-medium">{at !== null && format(one.values[at] ?? null)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {asTable
        ? <FigureTable rows={rows()} name={name} height={height} />
        : <Plot data={shown} look={look} interval={interval} tz={tz} format={format} height={height} onSelect={onSelect} onPoint={setAt} plot={plot} />}
      <p aria-hidden className="text-right text-xs text-muted">{tz}</p>
    </figure>
  );
}

function FigureTable({ rows: [head = [], ...body], name, height }: { rows: string[][]; name: string; height: number }) {
  return (
    <div className="overflow-auto" style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={`${name} as a table`}>
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-surface text-muted"><tr>{head.map((text, index) => <th key={index} scope="col" className={`px-2 py-1 font-medium ${index ? "text-right" : "text-left"}`}>{text}</th>)}</tr></thead>
        <tbody>{body.map((row, line) => <tr key={line} className="border-t">{row.map((text, index) => <td key={index} className={`px-2 py-1 ${index ? "text-right" : ""}`}>{text || "–"}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

interface PlotProps extends Omit<TimeChartProps, "name"> {
  height: number;
  onPoint: (index: number | null) => void;
  plot: { current: uPlot | undefined };
}

function Plot({ data, look, interval, tz, format, height, onSelect, onPoint, plot }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const shade = useShade();
  const handlers = useRef({ onSelect, onPoint, format });
  useEffect(() => { handlers.current = { onSelect, onPoint, format }; });
  useEffect(() => {
    const element = place.current!;
    const colour = { text: resolve("var(--muted)"), grid: resolve("var(--border)") };
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    const { columns, lines } = columnsOf(data, look);
    const chart = new uPlot({
      width: Math.max(element.clientWidth, 80),
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), tz),
      legend: { show: false },
      cursor: { y: false, drag: { x: onSelect !== undefined, y: false, setScale: false }, points: { size: 7 } },
      // Bars need room at both ends; all of them begin at zero.
      scales: { x: { time: true, range: look === "stacked" ? (_, from, to) => { const half = stepOf(data.times, interval) / 2; return [from - half, to + half]; } : undefined! }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), high ? high * 1.06 : 1] } },
      axes: [
        { stroke: colour.text, font, grid: { show: false }, ticks: { show: false }, size: 28, space: 64, values: (_, splits) => splits.map(tickFormat(interval, tz)) },
        { stroke: colour.text, font, grid: { stroke: colour.grid, width: 1 }, ticks: { show: false }, size: (_, values) => 16 + 7 * Math.max(3, ...(values ?? []).map((text) => text.length)), values: (_, splits) => splits.map((value) => handlers.current.format(value)) },
      ],
      series: [{}, ...lines.map((one) => lineOf(one, look, data, interval))],
      hooks: {
        setCursor: [(self) => handlers.current.onPoint(self.cursor.idx ?? null)],
        setSelect: [(self) => {
          if (self.select.width < 8) return;
          handlers.current.onSelect?.(self.posToVal(self.select.left, "x"), self.posToVal(self.select.left + self.select.width, "x"));
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
      },
    }, [[...data.times], ...columns] as uPlot.AlignedData, element);
    plot.current = chart;
    const observer = new ResizeObserver(([entry]) => { if (entry) chart.setSize({ width: Math.max(entry.contentRect.width, 80), height }); });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
    // A chart is cheap to make, so whatever changes makes it anew.
  }, [data, look, interval, tz, height, shade, onSelect === undefined, plot]);
  return <div ref={place} style={{ height }} className="w-full" onMouseLeave={() => onPoint(null)} />;
}

/** Stacked bars are drawn from the top of the pile down, each as high as all beneath it. */
function columnsOf(data: ChartData, look: "line" | "stacked"): { columns: (number | null)[][]; lines: Series[] } {
  if (look === "line") return { columns: data.series.map((one) => [...one.values]), lines: [...data.series] };
  const pile = data.times.map(() => 0);
  const stacked = data.series.filter((one) => !one.isBefore).map((one) => ({ one, heights: one.values.map((value, index) => (pile[index] = pile[index]! + (value ?? 0))) }));
  const before = data.series.filter((one) => one.isBefore).map((one) => ({ one, heights: [...one.values] }));
  const order = [...stacked.reverse(), ...before];
  return { columns: order.map(({ heights }) => heights), lines: order.map(({ one }) => one) };
}

function lineOf(one: Series, look: "line" | "stacked", data: ChartData, interval: Interval): uPlot.Series {
  const stroke = resolve(one.colour);
  if (one.isBefore) return { stroke, width: 1.5, dash: [5, 4], points: { show: false } };
  if (look === "line") return { stroke, width: 2, points: { show: data.times.length === 1 }, spanGaps: false };
  return { stroke, fill: stroke, width: 0, paths: barPaths(hatched(stroke, data.times, interval)), points: { show: false } };
}

export function stepOf(times: readonly number[], interval: Interval): number {
  return times.length > 1 ? (times.at(-1)! - times[0]!) / (times.length - 1) : { hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 }[interval];
}

/** Short, in the reader's own order, and with the day where the hours begin anew. */
function tickFormat(interval: Interval, tz: string): (seconds: number) => string {
  const hours = new Intl.DateTimeFormat(undefined, { timeZone: tz, hour: "2-digit", minute: "2-digit" });
  const days = new Intl.DateTimeFormat(undefined, { timeZone: tz, day: "numeric", month: "short" });
  const months = new Intl.DateTimeFormat(undefined, { timeZone: tz, month: "short", year: "numeric" });
  const isMidnight = new Intl.DateTimeFormat("en-GB", { timeZone: tz, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (seconds) => {
    const time = new Date(seconds * 1000);
    if (interval === "hour") return isMidnight.format(time) === "00:00" ? days.format(time) : hours.format(time);
    return interval === "month" ? months.format(time) : days.format(time);
  };
}

function timeFormat(interval: Interval, tz: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat(undefined, {
    timeZone: tz,
    ...(interval === "hour" ? { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } : interval === "month" ? { month: "long", year: "numeric" } : { weekday: "short", day: "numeric", month: "short", year: "numeric" }),
  });
  return (seconds) => format.format(new Date(seconds * 1000));
}
