import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

export type Changes = Record<string, string | undefined>;

/** Writes a query string that people can read: without what is empty, commas as they are. */
export function writeSearch(values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== null && value !== "") query.append(name, String(value));
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `?${text}` : "";
}

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The query string of the page, which holds everything that a link has to. */
export function useSearch(): URLSearchParams {
  const text = useLocation({ select: (location) => location.searchStr });
  return useMemo(() => new URLSearchParams(text), [text]);
}

/** Changes some of the query string; undefined takes away. What is shown changes page 1 unless a page is named. */
export function useChangeSearch() {
  const navigate = useNavigate();
  return useCallback(
    (changes: Changes, how: { replace?: boolean; resetScroll?: boolean } = {}) =>
      void navigate({
        to: ".",
        search: (before: Record<string, unknown>) => ({ ...before, ...changes }) as never,
        replace: how.replace ?? false,
        resetScroll: how.resetScroll ?? false,
      }),
    [navigate],
  );
}
