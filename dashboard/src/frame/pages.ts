import {
  Activity, Boxes, ChartSpline, Images, LayoutDashboard, ListTodo, MessagesSquare, Settings, Sparkles, SquareTerminal, Users, UserRound, Waypoints, type LucideIcon,
} from "lucide-react";

export interface PageLink {
  path: string;
  title: string;
  icon: LucideIcon;
  /** Other addresses at which it is the active one. */
  also?: string[];
}

/** The sidebar, in its groups. */
export const groups: PageLink[][] = [
  [
    { path: "/", title: "Overview", icon: LayoutDashboard, also: ["/analytics"] },
    { path: "/images", title: "Images", icon: Images },
    { path: "/conversations", title: "Conversations", icon: MessagesSquare, also: ["/conversation"] },
    { path: "/api-usage", title: "API usage", icon: Waypoints },
    { path: "/commands", title: "Commands", icon: SquareTerminal },
    { path: "/users", title: "Users", icon: Users, also: ["/user"] },
    { path: "/activity", title: "Activity", icon: Activity },
    { path: "/explore", title: "Explore", icon: ChartSpline },
  ],
  [
    { path: "/generate", title: "Generate", icon: Sparkles },
    { path: "/jobs", title: "Jobs", icon: ListTodo },
    { path: "/datasets", title: "Datasets", icon: Boxes },
    { path: "/personas", title: "Personas", icon: UserRound },
  ],
];

export const settings: PageLink = { path: "/settings", title: "Settings", icon: Settings };

/** What lasts from page to page: the project, and the range of time. */
export function keptSearch(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(["project", "range", "from", "to", "tz", "compare"].flatMap((name) => (search.has(name) ? [[name, search.get(name)!]] : [])));
}
