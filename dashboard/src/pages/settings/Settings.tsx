import type { ComponentType } from "react";
import { Page } from "~/frame/Page";
import { useSession, type Session } from "~/session/session";
import { useChangeSearch, useSearch } from "~/view/search";
import { Accounts } from "./Accounts";
import { AuditLog } from "./AuditLog";
import { Keys } from "./Keys";
import { Members } from "./Members";
import { Project } from "./Project";
import { Projects } from "./Projects";
import { Providers } from "./Providers";
import { You } from "./You";

interface Tab {
  key: string;
  title: string;
  needs: Parameters<Session["may"]>[0];
  content: ComponentType;
}

const tabs: Tab[] = [
  { key: "you", title: "You", needs: "read", content: You },
  { key: "project", title: "Project", needs: "administer", content: Project },
  { key: "keys", title: "API keys", needs: "administer", content: Keys },
  { key: "members", title: "Members", needs: "administer", content: Members },
  { key: "projects", title: "Projects", needs: "administerAll", content: Projects },
  { key: "accounts", title: "Accounts", needs: "administerAll", content: Accounts },
  { key: "providers", title: "Providers", needs: "administerAll", content: Providers },
  { key: "audit", title: "Audit log", needs: "administer", content: AuditLog },
];

/** What people set: of themselves, of the project, and of all of Vitrine. Each sees what is theirs to set. */
export function Settings() {
  const { may } = useSession();
  const search = useSearch();
  const change = useChangeSearch();
  const shown = tabs.filter((tab) => may(tab.needs));
  const current = shown.find((tab) => tab.key === search.get("tab")) ?? shown.find((tab) => tab.key === "keys") ?? shown[0]!;
  return (
    <Page title="Settings" hasRange={false} hasRefresh={false} filters={(
      <div role="tablist" aria-label="Settings" className="flex gap-1 overflow-x-auto">
        {shown.map((tab) => (
          <button key={tab.key} type="button" role="tab" id={`tab-${tab.key}`} aria-selected={tab === current} aria-controls="settings" onClick={() => change({ tab: tab.key })}
            className={`h-8 whitespace-nowrap rounded-control px-3 ${tab === current ? "bg-accent-wash font-medium text-accent" : "text-muted hover:bg-sunken"}`}>{tab.title}</button>
        ))}
      </div>
    )}>
      <div role="tabpanel" id="settings" aria-labelledby={`tab-${current.key}`} className="max-w-5xl"><current.content /></div>
    </Page>
  );
}
