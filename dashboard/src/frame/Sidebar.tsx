import { useLocation } from "@tanstack/react-router";
import { CircleUserRound, LogOut } from "lucide-react";
import { useSession, useSignOut } from "~/session/session";
import { Choice, Popover } from "~/ui/Popover";
import { Link } from "./Link";
import { groups, settings, type PageLink } from "./pages";
import { ThemeSwitch } from "./ThemeSwitch";

/** `isWide` is where titles show beside the icons whatever the width: in the drawer. */
export function Sidebar({ isWide = false, onGo }: { isWide?: boolean; onGo?: () => void }) {
  const path = useLocation({ select: (location) => location.pathname });
  const { account } = useSession();
  const signOut = useSignOut();
  const title = isWide ? "" : "max-lg:sr-only";
  const item = (page: PageLink) => {
    const isActive = page.path === path || (page.also?.includes(path) ?? false);
    return (
      <li key={page.path}>
        <Link to={page.path} onClick={onGo} title={page.title} aria-current={isActive ? "page" : undefined}
          className={`flex h-9 items-center gap-3 rounded-control px-3 ${isActive ? "bg-accent-wash font-medium text-accent" : "text-muted hover:bg-sunken hover:text-text"}`}>
          <page.icon size={17} aria-hidden className="shrink-0" />
          <span className={title}>{page.title}</span>
        </Link>
      </li>
    );
  };
  return (
    <nav aria-label="Pages of Vitrine" className={`flex h-full flex-col gap-2 p-3 ${isWide ? "w-64" : "w-14 lg:w-56"}`}>
      <Link to="/" onClick={onGo} className="flex h-9 items-center gap-3 px-2 text-lg font-semibold">
        <img src="/favicon.svg" alt="" width={22} height={22} className="shrink-0" />
        <span className={title}>Vitrine</span>
      </Link>
      {groups.map((group, index) => (
        <ul key={index} className={`space-y-0.5 ${index > 0 ? "mt-1 border-t pt-2" : ""}`}>{group.map(item)}</ul>
      ))}
      <ul className="mt-auto space-y-0.5">
        {item(settings)}
        <li><ThemeSwitch titleClass={title} /></li>
        <li>
          <Popover name={`Account ${account?.username ?? ""}`} placement="right-end" className="flex h-9 w-full items-center gap-3 rounded-control px-3 text-muted hover:bg-sunken hover:text-text"
            label={<><CircleUserRound size={17} aria-hidden className="shrink-0" /><span className={`truncate ${title}`}>{account?.username}</span></>}>
            {(close) => <Choice onChoose={() => { close(); void signOut(); }}><LogOut size={15} aria-hidden />Sign out</Choice>}
          </Popover>
        </li>
      </ul>
    </nav>
  );
}
