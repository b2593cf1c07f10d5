import { Pin } from "lucide-react";
import { useRead } from "~/api/useRead";
import { Link } from "~/frame/Link";
import { readSearch } from "~/view/search";

/** Saved views that somebody pinned, as links. */
export function PinnedViews() {
  const { data } = useRead("/api/v1/views", { params: { query: { pinned: true } as never } });
  const views = data?.views ?? [];
  if (views.length === 0) return null;
  return (
    <nav aria-label="Pinned views" className="flex flex-wrap gap-2">
      {views.map((view) => (
        <Link key={view.id} to={`/${view.page}`} search={readSearch(view.query ?? "")} className="inline-flex h-8 items-center gap-2 rounded-control border bg-surface px-3 hover:border-strong-border">
          <Pin size={14} aria-hidden className="text-muted" />{view.name}
        </Link>
      ))}
    </nav>
  );
}
