import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import { Sparkline } from "~/charts/Sparkline";
import { change, percent } from "~/format/format";
import { Link } from "~/frame/Link";
import { Skeleton } from "~/ui/Skeleton";

interface FigureCardProps {
  label: string;
  value: string | undefined;
  exact?: string;
  now: number | null;
  before: number | null;
  points: readonly (number | null)[];
  to: string;
  /** False where less is better: errors, times. */
  isMoreBetter?: boolean | undefined;
}

/** A figure, how it changed against the period before, and how it went. Leads to where it is explained. */
export function FigureCard({ label, value, exact, now, before, points, to, isMoreBetter }: FigureCardProps) {
  const ratio = change(now, before);
  const isGood = ratio === null || Math.abs(ratio) < 0.01 || isMoreBetter === undefined ? null : ratio > 0 === isMoreBetter;
  const Arrow = ratio === null || Math.abs(ratio) < 0.01 ? ArrowRight : ratio > 0 ? ArrowUpRight : ArrowDownRight;
  return (
    <Link to={to} className="block min-w-0 rounded-card border bg-surface p-4 hover:border-strong-border">
      <p className="truncate text-muted">{label}</p>
      {value === undefined ? <Skeleton className="mt-1 h-8 w-24" /> : <p className="text-2xl font-semibold" title={exact}>{value}</p>}
      <p className={`flex h-5 items-center gap-1 text-sm ${isGood === null ? "text-muted" : isGood ? "text-good" : "text-bad"}`}>
        {ratio !== null && <><Arrow size={14} aria-hidden />{percent(Math.abs(ratio))} <span className="text-muted">than before</span></>}
      </p>
      <Sparkline values={points} className="mt-2 h-8 w-full" />
    </Link>
  );
}
