/** One list of what happened, merged from lists that each come page by page, newest first. */

export interface Happening {
  id: string;
  kind: string;
  created_at?: string | null;
}

export interface Lane<T extends Happening> {
  /** Read and not shown yet. */
  waiting: readonly T[];
  /** Where its next page begins; null once there is none. */
  next: string | null;
}

/**
 * What can be shown of several lists: everything as new as the oldest that every unfinished list has brought, for of what is older one of them may still have more.
 */
export function merge<T extends Happening>(lanes: readonly Lane<T>[]): { shown: T[]; rest: Lane<T>[] } {
  const horizon = lanes.reduce((latest, lane) => {
    const oldest = lane.next === null ? "" : lane.waiting.at(-1)?.created_at ?? "";
    return oldest > latest ? oldest : latest;
  }, "");
  const isShown = (one: T) => (one.created_at ?? "") >= horizon;
  return {
    shown: lanes.flatMap((lane) => lane.waiting.filter(isShown)).sort((a, b) => (b.created_at ?? "").localeCompare(a.created_at ?? "")),
    rest: lanes.map((lane) => ({ waiting: lane.waiting.filter((one) => !isShown(one)), next: lane.next })),
  };
}
