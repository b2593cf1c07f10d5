import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Shapes } from "~/api/client";
import { useRead } from "~/api/useRead";
import { words } from "~/format/format";
import { ErrorNote } from "~/ui/ErrorNote";
import { Ago } from "~/ui/Time";
import { useSearch } from "~/view/search";
import { keptSearch } from "./pages";

/** One box for everything: images, messages, conversations, jobs, calls, commands and users. */
export function SearchBox({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const asked = useDeferredValue(text.trim());
  const navigate = useNavigate();
  const kept = keptSearch(useSearch());
  const answer = useRead("/api/v1/search", { params: { query: { q: asked, limit: 20 } } }, { enabled: asked.length > 0 });
  const results = asked ? answer.data?.results ?? [] : [];
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  const open = (result: Shapes["SearchResult"]) => {
    const to = placeOf(result);
    onClose();
    void navigate({ to: to.path as never, search: { ...kept, ...to.search } as never });
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(active + 1, results.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
    else if (event.key === "Enter" && results[active]) open(results[active]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} aria-label="Search everything" onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === dialog.current) onClose(); }}
      className="mx-auto mb-auto mt-[12vh] w-[min(640px,calc(100vw-32px))] overflow-hidden rounded-card border border-strong-border bg-surface p-0">
      <input autoFocus role="combobox" aria-expanded={results.length > 0} aria-controls="search-results" aria-activedescendant={results[active] ? `search-result-${active}` : undefined} aria-label="Search everything"
        placeholder="An id, a name, or words of a prompt" value={text} onChange={(event) => { setText(event.target.value); setActive(0); }} onKeyDown={move}
        className="h-12 w-full bg-transparent px-4 text-lg outline-none" />
      {answer.isError && asked && <ErrorNote error={answer.error} retry={() => void answer.refetch()} />}
      {asked && answer.isSuccess && !answer.isPlaceholderData && results.length === 0 && <p className="border-t px-4 py-6 text-center text-muted">Nothing has “{asked}”.</p>}
      <ul id="search-results" role="listbox" aria-label="Found" className={`max-h-[50vh] overflow-y-auto ${results.length > 0 ? "border-t p-1" : ""}`}>
        {results.map((result, index) => (
          <li key={`${result.type} ${result.id}`} id={`search-result-${index}`} role="option" aria-selected={index === active} onClick={() => open(result)} onMouseMove={() => setActive(index)}
            className={`flex cursor-pointer items-center gap-3 rounded-control px-3 py-2 ${index === active ? "bg-accent-wash" : ""}`}>
            <span className="w-24 shrink-0 text-sm text-muted">{words(result.type)}</span>
            <span className="min-w-0 flex-1 truncate">{result.snippet ?? result.title}</span>
            <span className="shrink-0 text-sm text-faint"><Ago at={result.timestamp} /></span>
          </li>
        ))}
      </ul>
    </dialog>
  );
}

/** Where a thing is shown. */
export function placeOf(result: { type: string; id: string; user_id?: string | null }): { path: string; search: Record<string, string> } {
  switch (result.type) {
    case "image": return { path: "/images", search: { image: result.id } };
    case "user": return { path: "/user", search: { id: result.id } };
    case "conversation": return { path: "/conversation", search: { id: result.id } };
    case "message": return { path: "/conversation", search: { message: result.id } };
    case "job": case "image_job": return { path: "/jobs", search: { job: result.id } };
    case "api_call": return { path: "/api-usage", search: { call: result.id } };
    case "command": return { path: "/commands", search: { record: result.id } };
    default: return { path: "/activity", search: { activity: result.id } };
  }
}
