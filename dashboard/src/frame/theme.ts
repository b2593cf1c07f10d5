import { useCallback, useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

const key = "vitrine.theme";
const system = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : undefined;
const listeners = new Set<() => void>();

function chosen(): Theme {
  const theme = localStorage.getItem(key);
  return theme === "light" || theme === "dark" ? theme : "system";
}

function apply() {
  const theme = chosen();
  document.documentElement.dataset.theme = theme === "system" ? (system?.matches ? "dark" : "light") : theme;
  for (const listener of listeners) listener();
}

system?.addEventListener("change", apply);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The theme that was chosen, and how another one is. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, chosen);
  const choose = useCallback((next: Theme) => {
    if (next === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
    apply();
  }, []);
  return [theme, choose];
}

/** Whether it is light or dark now: what is drawn on a canvas depends on it. */
export function useShade(): "light" | "dark" {
  return useSyncExternalStore(subscribe, () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light"));
}
