import { useSyncExternalStore } from "react";

/** The time in milliseconds, rounded down to a step and renewed with it. */
export function useNow(step: number): number {
  return useSyncExternalStore(
    (listener) => {
      const timer = setInterval(listener, step);
      return () => clearInterval(timer);
    },
    () => Math.floor(Date.now() / step) * step,
  );
}
