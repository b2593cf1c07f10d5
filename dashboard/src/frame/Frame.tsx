import { Outlet } from "@tanstack/react-router";
import { Menu, SearchIcon } from "lucide-react";
import { createContext, Suspense, useContext, useEffect, useRef, useState } from "react";
import { Button } from "~/ui/Button";
import { SkeletonRows } from "~/ui/Skeleton";
import { SearchBox } from "./SearchBox";
import { Shortcuts } from "./Shortcuts";
import { Sidebar } from "./Sidebar";
import { isTyping } from "./keys";

const DrawerContext = createContext<() => void>(() => undefined);
const SearchContext = createContext<() => void>(() => undefined);

/** What stands around every page. */
export function Frame() {
  const [overlay, setOverlay] = useState<"drawer" | "search" | "shortcuts">();
  const close = () => setOverlay(undefined);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") setOverlay("search");
      else if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      else if (event.key === "/") {
        const box = document.querySelector<HTMLInputElement>("[data-page-search]");
        if (box) box.focus();
        else setOverlay("search");
      } else if (event.key === "?") setOverlay("shortcuts");
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return (
    <DrawerContext value={() => setOverlay("drawer")}>
      <SearchContext value={() => setOverlay("search")}>
        <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:left-2 focus:top-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-3 focus:py-2">Skip to the content</a>
        <div className="flex min-h-screen">
          <aside className="sticky top-0 h-screen shrink-0 overflow-y-auto border-r bg-page max-md:hidden"><Sidebar /></aside>
          <div className="min-w-0 flex-1">
            <Suspense fallback={<div className="p-6"><SkeletonRows /></div>}><Outlet /></Suspense>
          </div>
        </div>
        {overlay === "drawer" && <Drawer onClose={close} />}
        {overlay === "search" && <SearchBox onClose={close} />}
        {overlay === "shortcuts" && <Shortcuts onClose={close} />}
      </SearchContext>
    </DrawerContext>
  );
}

/** At the left of a page's bar: the menu where there is no sidebar, and the search. */
export function MenuButton() {
  const openDrawer = useContext(DrawerContext);
  const openSearch = useContext(SearchContext);
  return (
    <>
      <Button look="quiet" aria-label="Menu" onClick={openDrawer} icon={<Menu size={18} />} className="md:hidden" />
      <Button look="quiet" aria-label="Search everything" title="Search everything (Ctrl K)" onClick={openSearch} icon={<SearchIcon size={16} />} />
    </>
  );
}

function Drawer({ onClose }: { onClose: () => void }) {
  const drawer = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = drawer.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog ref={drawer} aria-label="Menu" onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === drawer.current) onClose(); }}
      className="m-0 h-screen max-h-none w-64 border-r bg-page p-0">
      <Sidebar isWide onGo={onClose} />
    </dialog>
  );
}
