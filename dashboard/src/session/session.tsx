import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { createApi, defaultProject, type Api, type Shapes } from "~/api/client";
import { Problem } from "~/api/problem";
import { useSearch } from "~/view/search";

export interface Session {
  api: Api;
  /** The slug of the project that is looked at. */
  project: string;
  /** Absent where the project is not there for this account. */
  details: Shapes["SessionProject"] | undefined;
  projects: Shapes["SessionProject"][];
  account: Shapes["AccountAnswer"] | undefined;
  may: (what: "read" | "edit" | "administer" | "administerAll") => boolean;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("There is no session here.");
  return session;
}

export const sessionKey = ["session"];

/** Who is signed in; null for nobody. */
export function useSignedIn() {
  return useQuery<Shapes["SessionAnswer"] | null, Problem>({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      try {
        const { data } = await createApi(defaultProject, undefined).GET("/auth/session", { signal });
        return data ?? null;
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw Problem.of(error);
      }
    },
    staleTime: 5 * 60_000,
  });
}

export function SessionProvider({ answer, children }: { answer: Shapes["SessionAnswer"]; children: ReactNode }) {
  const project = useSearch().get("project") ?? defaultProject;
  const session = useMemo<Session>(() => {
    const details = answer.projects.find((one) => one.slug === project);
    const isMaster = answer.account?.roles.some((role) => role.project === "*" && role.role === "admin") ?? false;
    const ranks = ["viewer", "editor", "admin"];
    const rank = ranks.indexOf(details?.role ?? "");
    return {
      api: createApi(project, answer.csrf_token ?? undefined),
      project,
      details,
      projects: answer.projects,
      account: answer.account ?? undefined,
      may: (what) => isMaster || (what !== "administerAll" && rank >= { read: 0, edit: 1, administer: 2 }[what]),
    };
  }, [answer, project]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Nobody is signed in any more, and nothing of who was is left for the next. */
export function endSession(cache: QueryClient) {
  cache.setQueryData(sessionKey, null);
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
}

/** Ends the session and forgets everything that was read with it. */
export function useSignOut() {
  const { api } = useSession();
  const cache = useQueryClient();
  return async () => {
    await api.DELETE("/auth/session");
    endSession(cache);
  };
}
