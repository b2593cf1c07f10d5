import type { Shapes } from "~/api/client";
import { Sparkline } from "~/charts/Sparkline";
import { change, percent } from "~/format/format";
import { Skeleton } from "~/ui/Skeleton";
import { figure, pointsOf } from "./measures";

export interface FigureSpec {
  label: string;
  measure: string;
  format: (value: number | null) => string;
  /** Absent where more is neither better nor worse. */
  isMoreBetter?: boolean;
}

/** The figures of one question in a row, each with its change and its way. */
export function Figures({ answer, figures }: { answer: Shapes["QueryAnswer"] | undefined; figures: readonly FigureSpec[] }) {
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 md:gap-4 xl:grid-cols-[repeat(auto-fit,minmax(170px,1fr))]">
      {figures.map(({ label, measure, format, isMoreBetter }) => {
        const ratio = change(figure(answer?.total, measure), figure(answer?.compare?.total as never, measure));
        const isClear = ratio !== null && Math.abs(ratio) >= 0.01;
        return (
          <div key={label} className="min-w-0 rounded-card border bg-surface p-4">
            <dt className="truncate text-muted">{label}</dt>
            <dd>
              {answer ? <span className="block truncate text-2xl font-semibold">{format(figure(answer.total, measure))}</span> : <Skeleton className="my-1 h-7 w-20" />}
              <span className={`block h-5 text-sm ${!isClear || isMoreBetter === undefined ? "text-muted" : ratio > 0 === isMoreBetter ? "text-good" : "text-bad"}`}>{isClear && `${ratio > 0 ? "+" : "−"}${percent(Math.abs(ratio))}`}</span>
              <Sparkline values={pointsOf(answer, measure)} className="mt-1 h-7 w-full" />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
