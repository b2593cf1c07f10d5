import { useNavigate } from "@tanstack/react-router";
import { useSearch } from "~/view/search";
import { keptSearch } from "./pages";

/** Goes to a page of the dashboard, keeping the project and the range. */
export function useOpen() {
  const navigate = useNavigate();
  const kept = keptSearch(useSearch());
  return (path: string, search: Record<string, string> = {}) => void navigate({ to: path as never, search: { ...kept, ...search } as never });
}
