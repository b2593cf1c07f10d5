import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useChange } from "~/api/useChange";
import { useSession, sessionKey } from "~/session/session";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Confirm } from "~/ui/Confirm";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input } from "~/ui/Field";
import { isZone } from "~/view/range";

/** Name, zone and end of the project at hand. */
export function Project() {
  const { project, details, may } = useSession();
  const cache = useQueryClient();
  const [name, setName] = useState(details?.name ?? "");
  const [zone, setZone] = useState(details?.time_zone ?? "UTC");
  const [asked, ask] = useState<"archive" | "reset" | "delete">();
  const change = useChange<{ name?: string; time_zone?: string; archived?: boolean }>((api, body) => api.PATCH("/api/v1/projects/{slug}", { params: { path: { slug: project } }, body }) as Promise<{ data?: unknown }>);
  const reset = useChange<void>((api) => api.POST("/api/v1/analytics/reset", { body: { project } }) as Promise<{ data?: unknown }>);
  const removal = useChange<void>((api) => api.DELETE("/api/v1/projects/{slug}", { params: { path: { slug: project } }, body: { slug: project } as never }) as Promise<{ data?: unknown }>);
  const settled = { onSuccess: () => { ask(undefined); void cache.invalidateQueries({ queryKey: sessionKey }); } };
  const isArchived = details?.is_archived ?? false;
  return (
    <div className="space-y-6">
      <Card title="Project">
        <form className="max-w-sm space-y-4" onSubmit={(event) => { event.preventDefault(); change.mutate({ name: name.trim(), time_zone: zone }, settled); }}>
          {change.isError && !asked && <ErrorNote error={change.error} />}
          <Field label="Slug" hint="In addresses; it never changes.">{(id, note) => <Input id={id} aria-describedby={note} value={project} disabled />}</Field>
          <Field label="Name">{(id) => <Input id={id} required maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
          <Field label="Time zone" hint="Whose days are meant. Another one may take a while: everything is counted again." error={isZone(zone) ? undefined : "There is no such zone."}>{(id, note) => <Input id={id} aria-describedby={note} value={zone} onChange={(event) => setZone(event.target.value)} />}</Field>
          <Button look="primary" type="submit" disabled={!isZone(zone) || !name.trim() || change.isPending}>{change.isPending ? "Saving…" : "Save"}</Button>
        </form>
      </Card>
      <Card title="What cannot be taken back lightly">
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => (isArchived ? change.mutate({ archived: false }, settled) : ask("archive"))}>{isArchived ? "Take it out of the archive" : "Archive the project"}</Button>
          <Button look="danger" onClick={() => ask("reset")}>Remove all facts</Button>
          {may("administerAll") && <Button look="danger" onClick={() => ask("delete")}>Delete the project</Button>}
        </div>
      </Card>
      {asked === "archive" && <Confirm title={`Archive ${details?.name}`} action="Archive it" isBusy={change.isPending} error={change.error} onClose={() => ask(undefined)} onConfirm={() => change.mutate({ archived: true }, settled)}>It can be read as before and takes nothing new. Its keys stay.</Confirm>}
      {asked === "reset" && <Confirm title={`Remove all facts of ${details?.name}`} action="Remove all facts" typed={project} isBusy={reset.isPending} error={reset.error} onClose={() => ask(undefined)} onConfirm={() => reset.mutate(undefined, settled)}>All facts, users, conversations and personas go, for good. Keys, views, datasets and settings stay.</Confirm>}
      {asked === "delete" && <Confirm title={`Delete ${details?.name}`} action="Delete the project" typed={project} isBusy={removal.isPending} error={removal.error} onClose={() => ask(undefined)} onConfirm={() => removal.mutate(undefined, { onSuccess: () => location.assign("/") })}>Its facts, pictures, keys, views and roles go, for good. What the audit log says of it stays.</Confirm>}
    </div>
  );
}
