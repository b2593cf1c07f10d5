import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/problem";
import { router } from "./router";
import { endSession } from "./session/session";
import "./styles/index.css";

const cache = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, refetchOnWindowFocus: false, retry: (failures, error) => failures < 2 && Problem.of(error).isPassing },
  },
});

// The session may end while a page is open: whatever is answered 401 then leads to the sign-in.
cache.getQueryCache().subscribe((event) => {
  if (event.type === "updated" && event.action.type === "error" && Problem.of(event.action.error).status === 401) endSession(cache);
});

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
