import type { ReactNode } from "react";
import { seriesColour } from "./colours";

export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  /** As it is shown. */
  text: string;
  colour?: string;
  isOther?: boolean;
}

/** Names with their figures as bars from zero; a click on one filters by it. */
export function BarList({ bars, name, onPick }: { bars: readonly Bar[]; name: string; onPick?: ((key: string) => void) | undefined }) {
  const longest = Math.max(1e-9, ...bars.map((bar) => bar.value));
  return (
    <ul aria-label={name} className="space-y-1">
      {bars.map((bar) => {
        const content = (
          <>
            <span aria-hidden className="absolute inset-y-0 left-0 rounded-control opacity-15" style={{ width: `${(100 * bar.value) / longest}%`, background: bar.isOther ? "var(--series-other)" : bar.colour ?? seriesColour(0) }} />
            <span className="relative min-w-0 flex-1 truncate text-left">{bar.label}</span>
            <span className="relative shrink-0 font-medium">{bar.text}</span>
          </>
        );
        const look = "relative flex min-h-8 w-full items-center gap-3 overflow-hidden rounded-control px-2";
        return (
          <li key={bar.key}>
            {onPick && !bar.isOther
              ? <button type="button" className={`${look} hover:bg-sunken`} onClick={() => onPick(bar.key)}>{content}</button>
              : <div className={look}>{content}</div>}
          </li>
        );
      })}
    </ul>
  );
}
