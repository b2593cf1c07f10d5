import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { count } from "~/format/format";
import { Button } from "~/ui/Button";
import { pageNumbers } from "./pages";

interface PaginationProps {
  /** "images" */
  things: string;
  shown: number;
  page: number;
  pages: number;
  total: number;
  isExact: boolean;
  onPage: (page: number) => void;
  perPage?: number;
  onPerPage?: (perPage: number) => void;
}

const sizes = [25, 50, 100, 250, 500];

export function Pagination({ things, shown, page, pages, total, isExact, onPage, perPage, onPerPage }: PaginationProps) {
  const go = (to: number) => {
    onPage(to);
    scrollTo({ top: 0, behavior: "smooth" });
  };
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3">
      <p className="text-muted">
        Showing {count(shown)} of {isExact ? "" : "at least "}{count(total)} {things} (Page {count(page)} of {count(Math.max(1, pages))})
      </p>
      <div className="flex flex-wrap items-center gap-1">
        {onPerPage && (
          <label className="mr-2 flex items-center gap-2 text-muted">
            Per page
            <select value={perPage} onChange={(event) => onPerPage(Number(event.target.value))} className="h-8 rounded-control border border-strong-border bg-surface px-2 text-text">
              {sizes.map((size) => <option key={size} value={size}>{size}</option>)}
            </select>
          </label>
        )}
        <Button look="quiet" aria-label="First page" disabled={page <= 1} onClick={() => go(1)} icon={<ChevronFirst size={16} />} />
        <Button look="quiet" aria-label="Previous page" disabled={page <= 1} onClick={() => go(page - 1)} icon={<ChevronLeft size={16} />} />
        {pageNumbers(page, pages).map((number) => (
          <Button key={number} look={number === page ? "primary" : "quiet"} aria-label={`Page ${number}`} aria-current={number === page ? "page" : undefined} onClick={() => go(number)} className="min-w-8 px-2!">
            {count(number)}
          </Button>
        ))}
        <Button look="quiet" aria-label="Next page" disabled={page >= pages} onClick={() => go(page + 1)} icon={<ChevronRight size={16} />} />
        <Button look="quiet" aria-label="Last page" disabled={page >= pages} onClick={() => go(pages)} icon={<ChevronLast size={16} />} />
      </div>
    </nav>
  );
}
