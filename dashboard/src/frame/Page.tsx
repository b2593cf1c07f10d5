import { useEffect, type ReactNode } from "react";
import { useSession } from "~/session/session";
import { Button } from "~/ui/Button";
import { useChangeSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { ProjectSwitcher } from "./ProjectSwitcher";
import { RangePicker } from "./RangePicker";
import { Refresh } from "./Refresh";
import { MenuButton } from "./Frame";

interface PageProps {
  title: string;
  /** Beside the title: how many there are. */
  count?: ReactNode;
  /** What the page can do, at the right of the bar. */
  actions?: ReactNode;
  /** False where the page is about no range of time. */
  hasRange?: boolean;
  hasCompare?: boolean;
  hasRefresh?: boolean;
  /** Under the bar: chips of filters. */
  filters?: ReactNode;
  children: ReactNode;
}

/** A page: the bar with what it is about, and its content. */
export function Page({ title, count, actions, hasRange = true, hasCompare = false, hasRefresh = true, filters, children }: PageProps) {
  const { details } = useSession();
  useEffect(() => { document.title = details && details.slug !== "default" ? `${title} · ${details.name} · Vitrine` : `${title} · Vitrine`; }, [title, details]);
  return (
    <>
      <header className="sticky top-0 z-30 border-b bg-page">
        <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 md:px-6">
          <MenuButton />
          <ProjectSwitcher />
          <span aria-hidden className="text-faint">/</span>
          <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
          {count !== undefined && <span className="text-muted">{count}</span>}
          <div className="ml-auto flex flex-wrap items-center gap-2">
            {actions}
            {hasRange && <RangePicker />}
            {hasRange && hasCompare && <Compare />}
            {hasRefresh && <Refresh />}
          </div>
        </div>
        {filters && <div className="px-4 pb-2 md:px-6">{filters}</div>}
      </header>
      <main id="content" className="min-w-0 p-4 md:p-6">{children}</main>
    </>
  );
}

function Compare() {
  const { range } = useRange();
  const change = useChangeSearch();
  return (
    <Button look={range.compare ? "primary" : "plain"} aria-pressed={range.compare} onClick={() => change({ compare: range.compare ? undefined : "previous" })}>
      Compare
    </Button>
  );
}
