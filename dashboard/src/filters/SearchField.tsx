import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useChangeSearch, useSearch } from "~/view/search";

/** Words to look for on this page; they are in the address a moment after the last key. */
export function SearchField({ label, name = "q" }: { label: string; name?: string }) {
  const asked = useSearch().get(name) ?? "";
  const change = useChangeSearch();
  const [text, setText] = useState(asked);
  // The address follows what is typed; only what came from elsewhere, as by going back, is taken over.
  const written = useRef(asked);
  useEffect(() => {
    if (asked !== written.current) setText(asked);
    written.current = asked;
  }, [asked]);
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => {
      written.current = text.trim() ? text : "";
      change({ [name]: written.current || undefined, page: undefined }, { replace: true });
    }, 250);
    return () => clearTimeout(timer);
    // Only what is typed starts the wait.
  }, [text]);
  return (
    <div className="relative w-64 max-w-full">
      <Search size={15} aria-hidden className="pointer-events-none absolute left-2.5 top-2 text-muted" />
      <input data-page-search aria-label={label} placeholder={label} value={text} onChange={(event) => setText(event.target.value)} className="h-8 w-full rounded-control border border-strong-border bg-surface pl-8 pr-8" />
      {text && <button type="button" aria-label="Clear" onClick={() => setText("")} className="absolute right-1 top-1 grid size-6 place-items-center rounded-control hover:bg-sunken"><X size={14} aria-hidden /></button>}
    </div>
  );
}
