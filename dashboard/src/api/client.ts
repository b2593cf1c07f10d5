import createClient, { type Client } from "openapi-fetch";
import { Problem } from "./problem";
import type { components, paths } from "./schema";

export type Shapes = components["schemas"];
export type Api = Client<paths>;

/** A caller of the API for one project. Whatever is no success is thrown as a Problem. */
export function createApi(project: string, csrfToken: string | undefined): Api {
  const api = createClient<paths>({ baseUrl: location.origin });
  api.use({
    async onRequest({ request }) {
      const url = new URL(request.url);
      if (project !== defaultProject && !url.searchParams.has("project")) url.searchParams.set("project", project);
      if (request.method === "GET") return new Request(url, request);
      if (csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
      // A body that is copied from a request is a stream, which browsers do not send over HTTP/1.1.
      const body = await request.blob();
      return new Request(url, { method: request.method, headers: request.headers, signal: request.signal, ...(body.size > 0 ? { body } : {}) });
    },
    async onResponse({ response }) {
      if (!response.ok) throw await Problem.from(response);
    },
  });
  return api;
}

export const defaultProject = "default";

/** The address of something that the browser fetches by itself: a picture, an export. */
export function addressOf(project: string, path: string, parameters: Record<string, string | number | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== "") query.set(name, String(value));
  if (project !== defaultProject) query.set("project", project);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
