import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSession, type Session } from "~/session/session";
import { Problem } from "./problem";

/** Changes something by the API, and reads again whatever may show it. */
export function useChange<Input, Output = unknown>(act: (api: Session["api"], input: Input) => Promise<{ data?: Output }>) {
  const { api, project } = useSession();
  const cache = useQueryClient();
  return useMutation<Output | undefined, Problem, Input>({
    mutationFn: async (input) => {
      try {
        return (await act(api, input)).data;
      } catch (error) {
        throw Problem.of(error);
      }
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: [project] }),
  });
}
