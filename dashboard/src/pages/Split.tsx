import { BarList } from "~/charts/BarList";
import { Donut } from "~/charts/Donut";
import { count } from "~/format/format";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { figure, useQuestion, type Kind } from "./measures";

interface SplitProps {
  title: string;
  kind: Kind;
  dimension: string;
  measure?: string;
  format?: (value: number | null) => string;
  filters?: Record<string, string | undefined>;
  onPick?: (key: string) => void;
  label?: (key: string | null, label: string | null) => string;
  /** Of a name; absent for one colour. */
  colour?: (key: string | null) => string;
  isDonut?: boolean;
}

/** A kind's names of a dimension with a figure each, the largest first. */
export function Split({ title, kind, dimension, measure = "count", format = count, filters, onPick, label = (key, name) => name ?? key ?? "None", colour, isDonut = false }: SplitProps) {
  const { data, isError, error, refetch } = useQuestion({ kind, measure, by: dimension, top: 8, ...(filters ? { filters } : {}) });
  const bars = (data?.series ?? []).filter((one) => one.is_other || one.key !== null).map((one) => ({
    key: one.key ?? "(other)", label: one.is_other ? "Other" : label(one.key ?? null, one.label ?? null), value: figure(one.total, measure) ?? 0, text: format(figure(one.total, measure)), isOther: one.is_other ?? false, ...(colour ? { colour: colour(one.key ?? null) } : {}),
  }));
  return (
    <Card title={title}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : !data ? <SkeletonRows rows={5} className="h-7" /> : bars.length === 0 ? <p className="text-muted">None in this range.</p> : isDonut ? <Donut name={title} parts={bars} onPick={onPick} /> : <BarList name={title} bars={bars} onPick={onPick} />}
    </Card>
  );
}
