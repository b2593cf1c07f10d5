import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Pin, PinOff, Trash2 } from "lucide-react";
import { useState } from "react";
import { Problem } from "~/api/problem";
import { useRead } from "~/api/useRead";
import { useOpen } from "~/frame/useOpen";
import { useSession } from "~/session/session";
import { Button, controlClass } from "~/ui/Button";
import { ErrorNote } from "~/ui/ErrorNote";
import { Input } from "~/ui/Field";
import { Popover } from "~/ui/Popover";
import { readSearch, useSearch, writeSearch } from "~/view/search";

/** Saves what the page shows under a name, and opens, pins and deletes what was saved. */
export function SavedViews({ page }: { page: string }) {
  const { api, project, may } = useSession();
  const search = useSearch();
  const open = useOpen();
  const cache = useQueryClient();
  const { data } = useRead("/api/v1/views", { params: { query: {} } });
  const [name, setName] = useState("");
  const change = useMutation({
    mutationFn: async (act: () => Promise<unknown>) => act(),
    onSuccess: () => cache.invalidateQueries({ queryKey: [project, "/api/v1/views"] }),
  });
  const views = (data?.views ?? []).filter((view) => view.page === page);
  const save = () => {
    const { project: _, ...values } = Object.fromEntries(search);
    change.mutate(() => api.POST("/api/v1/views", { body: { name: name.trim(), page, query: writeSearch(values).slice(1), pinned: false } }), { onSuccess: () => setName("") });
  };
  return (
    <Popover name="Saved views" placement="bottom-end" className={controlClass()} label={<><Bookmark size={15} aria-hidden />Views</>}>
      {(close) => (
        <div className="w-80 space-y-2 p-1">
          {may("edit") && (
            <form className="flex gap-2" onSubmit={(event) => { event.preventDefault(); save(); }}>
              <Input aria-label="Name of the view" placeholder="Name this view" maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />
              <Button look="primary" type="submit" className="h-9!" disabled={!name.trim() || change.isPending}>Save</Button>
            </form>
          )}
          {change.isError && <ErrorNote error={Problem.of(change.error)} />}
          {views.length === 0 ? <p className="px-2 py-1 text-muted">No saved views yet.</p> : (
            <ul>
              {views.map((view) => (
                <li key={view.id} className="flex items-center gap-1">
                  <button type="button" className="min-w-0 flex-1 truncate rounded-control px-2 py-1.5 text-left hover:bg-sunken" onClick={() => { close(); open(`/${view.page}`, readSearch(view.query ?? "")); }}>{view.name}</button>
                  {may("edit") && (
                    <>
                      <Button look="quiet" aria-label={view.pinned ? `Unpin ${view.name}` : `Pin ${view.name}`} title={view.pinned ? "Unpin from the overview" : "Pin to the overview"} icon={view.pinned ? <PinOff size={14} /> : <Pin size={14} />}
                        onClick={() => change.mutate(() => api.PATCH("/api/v1/views/{id}", { params: { path: { id: view.id } }, body: { pinned: !view.pinned } as never }))} />
                      <Button look="quiet" aria-label={`Delete ${view.name}`} icon={<Trash2 size={14} />} onClick={() => change.mutate(() => api.DELETE("/api/v1/views/{id}", { params: { path: { id: view.id } } }))} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Popover>
  );
}
