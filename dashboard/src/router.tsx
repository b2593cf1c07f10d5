import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Page } from "./frame/Page";
import { Door } from "./session/Door";
import { Empty } from "./ui/Empty";
import { ErrorNote } from "./ui/ErrorNote";
import { readSearch, writeSearch } from "./view/search";

const root = createRootRoute({
  component: Door,
  notFoundComponent: () => <Page title="Not found" hasRange={false} hasRefresh={false}><Empty>There is no such page.</Empty></Page>,
  errorComponent: ({ error, reset }) => <main className="p-6"><ErrorNote error={error} retry={reset} /></main>,
});

const page = (path: string, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as never, name as never) });

const overview = () => import("./pages/overview/Overview");

const tree = root.addChildren([
  page("/", overview, "Overview"),
  page("/analytics", overview, "Overview"),
  page("/images", () => import("./pages/images/Images"), "Images"),
  page("/conversations", () => import("./pages/conversations/Conversations"), "Conversations"),
  page("/conversation", () => import("./pages/conversations/Conversation"), "Conversation"),
  page("/api-usage", () => import("./pages/api-usage/ApiUsage"), "ApiUsage"),
  page("/commands", () => import("./pages/commands/Commands"), "Commands"),
  page("/users", () => import("./pages/users/Users"), "Users"),
  page("/user", () => import("./pages/users/User"), "User"),
  page("/activity", () => import("./pages/activity/Activity"), "Activity"),
  page("/generate", () => import("./pages/generate/Generate"), "Generate"),
  page("/jobs", () => import("./pages/jobs/Jobs"), "Jobs"),
  page("/datasets", () => import("./pages/datasets/Datasets"), "Datasets"),
  page("/personas", () => import("./pages/personas/Personas"), "Personas"),
  page("/settings", () => import("./pages/settings/Settings"), "Settings"),
  page("/explore", () => import("./pages/explore/Explore"), "Explore"),
]);

export const router = createRouter({ routeTree: tree, parseSearch: readSearch, stringifySearch: writeSearch, defaultPreload: "intent", scrollRestoration: true });
