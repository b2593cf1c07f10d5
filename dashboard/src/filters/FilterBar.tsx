import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useDatasetName } from "~/pages/datasets/names";
import { figure, useQuestion, type Kind } from "~/pages/measures";
import { shortCount } from "~/format/format";
import { Button, controlClass } from "~/ui/Button";
import { Input } from "~/ui/Field";
import { Choice, Popover } from "~/ui/Popover";
import { SkeletonRows } from "~/ui/Skeleton";
import { useChangeSearch, useSearch } from "~/view/search";
import { readFilters, splitValues, toggleValue, type Filter } from "./filters";

interface FilterBarProps {
  kind: Kind;
  filters: readonly Filter[];
}

/** The filters of the page as chips: add, change, take away one or all. */
export function FilterBar({ kind, filters }: FilterBarProps) {
  const chosen = readFilters(useSearch(), filters);
  const change = useChangeSearch();
  const datasetName = useDatasetName();
  const used = filters.filter((filter) => chosen[filter.key] !== undefined);
  const unused = filters.filter((filter) => chosen[filter.key] === undefined);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {used.map((filter) => (
        <span key={filter.key} className="inline-flex h-8 items-center overflow-hidden rounded-control border border-accent bg-accent-wash text-accent">
          <Popover name={`${filter.label} ${labels(filter, chosen[filter.key]!, datasetName)}`} className="flex h-full items-center gap-1.5 pl-3 pr-1" label={<><span>{filter.label}</span><span className="max-w-56 truncate font-medium">{labels(filter, chosen[filter.key]!, datasetName)}</span></>}>
            {(close) => <Values kind={kind} filter={filter} close={close} />}
          </Popover>
          <button type="button" aria-label={`Remove ${filter.label}`} className="grid h-full w-7 place-items-center hover:bg-surface" onClick={() => change({ [filter.key]: undefined, page: undefined })}><X size={14} aria-hidden /></button>
        </span>
      ))}
      {unused.length > 0 && (
        <Popover name="Add a filter" className={`${controlClass("quiet")} border-dashed! border-strong-border!`} label={<><Plus size={14} aria-hidden />Filter</>}>
          {(close) => <AddFilter kind={kind} filters={unused} close={close} />}
        </Popover>
      )}
      {used.length > 1 && <Button look="quiet" onClick={() => change({ ...Object.fromEntries(used.map((filter) => [filter.key, undefined])), page: undefined })}>Clear all</Button>}
    </div>
  );
}

function labels(filter: Filter, text: string, datasetName: (id: string) => string): string {
  return splitValues(text).map((value) => filter.options?.find((option) => option.value === value)?.label ?? (filter.dimension === "dataset" ? datasetName(value) : value)).join(", ");
}

function AddFilter({ kind, filters, close }: FilterBarProps & { close: () => void }) {
  const [picked, pick] = useState<Filter>();
  if (picked) return <Values kind={kind} filter={picked} close={close} />;
  return <div className="w-48">{filters.map((filter) => <Choice key={filter.key} onChoose={() => pick(filter)}>{filter.label}</Choice>)}</div>;
}

function Values({ kind, filter, close }: { kind: Kind; filter: Filter; close: () => void }) {
  return filter.options ? <KnownValues filter={filter} /> : filter.dimension ? <NamedValues kind={kind} filter={filter} /> : <TypedValue filter={filter} close={close} />;
}

function ValueList({ filter, values }: { filter: Filter; values: readonly { value: string; label: string; count?: string }[] }) {
  const text = useSearch().get(filter.key);
  const change = useChangeSearch();
  const chosen = splitValues(text ?? "");
  return values.map(({ value, label, count }) => (
    <label key={value} className="flex cursor-pointer items-center gap-2 rounded-control px-3 py-1.5 hover:bg-sunken">
      <input type="checkbox" className="accent-(--accent)" checked={chosen.includes(value)} onChange={() => change({ [filter.key]: toggleValue(text, value), page: undefined })} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {count && <span className="text-sm text-muted">{count}</span>}
    </label>
  ));
}

function KnownValues({ filter }: { filter: Filter }) {
  return <div className="w-64"><ValueList filter={filter} values={filter.options!} /></div>;
}

/** The names of a dimension with how often each occurs in the range, the most frequent first. */
function NamedValues({ kind, filter }: { kind: Kind; filter: Filter }) {
  const [text, setText] = useState("");
  const { data } = useQuestion({ kind, measure: "count", by: filter.dimension!, top: 200 });
  const datasetName = useDatasetName();
  const nameOf = (one: { key: string | null; label?: string | null }) => (filter.dimension === "dataset" ? datasetName(one.key!) : one.label ?? one.key!);
  const found = (data?.series ?? []).filter((one) => !one.is_other && one.key && `${one.key} ${nameOf(one)}`.toLowerCase().includes(text.toLowerCase()));
  return (
    <div className="w-72">
      <div className="p-1"><Input autoFocus aria-label={`Find ${filter.label}`} placeholder={`Find ${filter.label.toLowerCase()}`} value={text} onChange={(event) => setText(event.target.value)} /></div>
      <div className="max-h-72 overflow-y-auto">
        {!data ? <div className="p-2"><SkeletonRows rows={4} /></div> : found.length === 0 ? <p className="px-3 py-2 text-muted">None in this range.</p> : (
          <ValueList filter={filter} values={found.map((one) => ({ value: one.key!, label: nameOf(one), count: shortCount(figure(one.total, "count")) }))} />
        )}
      </div>
    </div>
  );
}

function TypedValue({ filter, close }: { filter: Filter; close: () => void }) {
  const [text, setText] = useState(useSearch().get(filter.key) ?? "");
  const change = useChangeSearch();
  return (
    <form className="flex w-72 gap-2 p-1" onSubmit={(event) => { event.preventDefault(); change({ [filter.key]: text.trim() || undefined, page: undefined }); close(); }}>
      <Input autoFocus aria-label={filter.label} placeholder={filter.placeholder} value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit" look="primary" className="h-9!">Set</Button>
    </form>
  );
}
