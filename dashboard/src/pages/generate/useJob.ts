import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { addressOf, type Shapes } from "~/api/client";
import { useRead } from "~/api/useRead";
import { isOver } from "~/pages/jobs/Jobs";
import { useSession } from "~/session/session";

type Job = Shapes["JobAnswer"];

/** A job as it goes on: the server tells each step, and where it cannot be heard it is asked. */
export function useJob(id: string | undefined): Job | undefined {
  const { project } = useSession();
  const cache = useQueryClient();
  const [told, setTold] = useState<Job>();
  const [isDeaf, setDeaf] = useState(false);
  const asked = useRead("/api/v1/jobs/{id}", { params: { path: { id: id ?? "" } } }, { enabled: id !== undefined, refetchInterval: (query) => (isDeaf && !(told && isOver(told)) && !(query.state.data && isOver(query.state.data as Job)) ? 1500 : false) });
  useEffect(() => {
    setTold(undefined);
    setDeaf(false);
    if (!id) return;
    const events = new EventSource(addressOf(project, `/api/v1/jobs/${encodeURIComponent(id)}/events`));
    events.addEventListener("progress", (event) => setTold((before) => ({ ...(before ?? {} as Job), id, status: "running", progress: JSON.parse((event as MessageEvent<string>).data) as Job["progress"] })));
    events.addEventListener("job", (event) => {
      setTold(JSON.parse((event as MessageEvent<string>).data) as Job);
      events.close();
      void cache.invalidateQueries({ queryKey: [project] });
    });
    events.onerror = () => setDeaf(true);
    return () => events.close();
  }, [id, project, cache]);
  const answer = asked.data as Job | undefined;
  if (id === undefined || (told === undefined && answer?.id !== id)) return undefined;
  return told && (isOver(told) || !answer || !isOver(answer)) ? { ...answer, ...told } : answer;
}
