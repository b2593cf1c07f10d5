import uPlot from "uplot";
import type { Interval } from "~/view/range";

const seconds: Record<Interval, number> = { hour: 3600, day: 86_400, week: 604_800, month: 2_678_400 };

/** How each bar is filled: solid, but for the one that time has not finished yet. */
export function hatched(colour: string, times: readonly number[], interval: Interval): (index: number) => string | CanvasPattern {
  const now = Date.now() / 1000;
  const pattern = hatch(colour);
  return (index) => (times[index]! <= now && now < times[index]! + seconds[interval] ? pattern ?? colour : colour);
}

/** Bars of nine tenths of their step, at most 48 pixels wide. */
export function barPaths(fill: (index: number) => string | CanvasPattern): uPlot.Series.PathBuilder {
  // The library takes patterns as well as colours; its types know colours alone.
  const facet = (value: (index: number) => unknown) => ({ unit: 3 as const, values: (plot: uPlot) => Array.from(plot.data[0], (_, index) => value(index)) as string[] });
  return uPlot.paths.bars!({ size: [0.9, 48], radius: 0.08, disp: { fill: facet(fill), stroke: facet(() => "transparent") } });
}

function hatch(colour: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 3;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}
