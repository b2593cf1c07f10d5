import { useRead } from "~/api/useRead";
import type { Shapes } from "~/api/client";
import { useRange } from "~/view/useRange";

export type Kind = "image" | "message" | "activity" | "api_call" | "command" | "conversation" | "any";

export interface Question {
  kind: Kind;
  measure: string;
  by?: string;
  top?: number;
  /** Over time, as finely as the range asks. */
  isOverTime?: boolean;
  /** Also the range before. */
  isCompared?: boolean;
  filters?: Record<string, string | undefined>;
  enabled?: boolean;
}

/** Asks the one query about the range of the page. */
export function useQuestion({ kind, measure, by, top, isOverTime = false, isCompared = false, filters = {}, enabled = true }: Question) {
  const { query, interval } = useRange();
  const filter = Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[`filter.${name}`, value]] : [])));
  return useRead("/api/v1/query", {
    params: { query: { kind, measure, ...query, ...(by ? { by } : {}), ...(top ? { top } : {}), ...(isOverTime ? { interval } : {}), ...(isCompared ? { compare: "previous" as const } : {}), ...filter } as never },
  }, { enabled });
}

export const figure = (figures: Record<string, unknown> | undefined, measure: string): number | null => {
  const value = figures?.[measure];
  return typeof value === "number" ? value : null;
};

/** The points of a question without a dimension. */
export const pointsOf = (answer: Shapes["QueryAnswer"] | undefined, measure: string): (number | null)[] =>
  (answer?.series[0]?.points ?? []).map((point) => figure(point as never, measure));
