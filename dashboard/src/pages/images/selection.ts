import { useCallback, useRef, useState } from "react";

/** What is selected, kept across pages. With shift everything from the last one that was clicked. */
export function useSelection<T extends { id: string }>(shown: readonly T[]) {
  const [selected, setSelected] = useState<ReadonlyMap<string, T>>(new Map());
  const last = useRef<string | undefined>(undefined);
  const toggle = useCallback((item: T, withRange: boolean) => {
    setSelected((before) => {
      const after = new Map(before);
      const from = withRange ? shown.findIndex((one) => one.id === last.current) : -1;
      const to = shown.findIndex((one) => one.id === item.id);
      if (from >= 0 && to >= 0) for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) after.set(one.id, one);
      else if (!after.delete(item.id)) after.set(item.id, item);
      last.current = item.id;
      return after;
    });
  }, [shown]);
  const clear = useCallback(() => setSelected(new Map()), []);
  const selectAll = useCallback(() => setSelected((before) => new Map([...before, ...shown.map((one) => [one.id, one] as const)])), [shown]);
  return { selected, toggle, clear, selectAll };
}
