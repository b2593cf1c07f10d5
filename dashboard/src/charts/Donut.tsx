import { count, percent } from "~/format/format";
import type { Bar } from "./BarList";
import { seriesColour } from "./colours";

/** Parts of a whole, with their names, figures and shares beside; a click on one filters by it. */
export function Donut({ parts, name, onPick }: { parts: readonly Bar[]; name: string; onPick?: ((key: string) => void) | undefined }) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  const around = 2 * Math.PI * 40;
  let before = 0;
  return (
    <div className="flex flex-wrap items-center gap-6">
      <svg viewBox="0 0 100 100" className="size-32 shrink-0 -rotate-90" role="img" aria-label={`${name}: ${parts.map((part) => `${part.key} ${part.text}`).join(", ")}`}>
        {whole === 0 && <circle cx="50" cy="50" r="40" fill="none" stroke="var(--border)" strokeWidth="14" />}
        {parts.filter((part) => part.value > 0).map((part, index) => {
          const length = (part.value / whole) * around;
          const arc = <circle key={part.key} cx="50" cy="50" r="40" fill="none" stroke={part.colour ?? seriesColour(index)} strokeWidth="14" strokeDasharray={`${Math.max(0.1, length - (parts.length > 1 ? 1 : 0))} ${around}`} strokeDashoffset={-before} />;
          before += length;
          return arc;
        })}
      </svg>
      <ul className="min-w-40 flex-1 space-y-1">
        {parts.map((part, index) => {
          const line = (
            <>
              <span aria-hidden className="size-2.5 shrink-0 rounded-full" style={{ background: part.colour ?? seriesColour(index) }} />
              <span className="min-w-0 flex-1 truncate text-left">{part.label}</span>
              <span className="font-medium">{part.text}</span>
              <span className="w-12 text-right text-muted">{whole > 0 ? percent(part.value / whole) : count(0)}</span>
            </>
          );
          return (
            <li key={part.key}>
              {onPick ? <button type="button" className="flex w-full items-center gap-2 rounded-control px-2 py-1 hover:bg-sunken" onClick={() => onPick(part.key)}>{line}</button> : <div className="flex items-center gap-2 px-2 py-1">{line}</div>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
