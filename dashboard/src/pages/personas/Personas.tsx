import { ImagePlus, Pencil, Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { count } from "~/format/format";
import { Link } from "~/frame/Link";
import { Page } from "~/frame/Page";
import { figure, useQuestion } from "~/pages/measures";
import { useSession } from "~/session/session";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Confirm } from "~/ui/Confirm";
import { Dialog } from "~/ui/Dialog";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";

type Persona = Shapes["PersonaAnswer"];

/** Who the app speaks as, with how many images each has. */
export function Personas() {
  const { may } = useSession();
  const { data, isError, error, refetch } = useRead("/api/v1/personas", { params: { query: {} } } as never);
  const used = useQuestion({ kind: "image", measure: "count", by: "persona", top: 500 });
  const [edited, edit] = useState<Persona | "new">();
  const [removed, remove] = useState<Persona>();
  const deletion = useChange<string>((api, id) => api.DELETE("/api/v1/personas/{id}", { params: { path: { id } } }));
  const personas = data?.personas as Persona[] | undefined;
  const uses = (id: string) => figure(used.data?.series.find((one) => one.key === id)?.total, "count") ?? 0;
  return (
    <Page title="Personas" count={personas && count(personas.length)} actions={may("edit") && <Button look="primary" icon={<Plus size={15} />} onClick={() => edit("new")}>New persona</Button>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : !personas ? <Card><SkeletonRows /></Card> : personas.length === 0 ? <Card><Empty>Personas come with the images that name one, or are made here.</Empty></Card> : (
        <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
          {personas.map((persona) => {
            const name = persona.name ?? persona.id;
            return (
              <li key={persona.id} className="flex items-center gap-4 rounded-card border bg-surface p-4">
                {persona.picture ? <img src={persona.picture.thumbnail_url} alt="" loading="lazy" className="size-14 shrink-0 rounded-full object-cover" /> : <span aria-hidden className="grid size-14 shrink-0 place-items-center rounded-full bg-accent-wash text-xl font-semibold text-accent">{[...name][0]}</span>}
                <div className="min-w-0 flex-1">
                  <h2 className="truncate font-semibold">{name}</h2>
                  <p className="truncate text-sm text-muted">{persona.id}</p>
                  <p className="text-sm"><Link to="/images" search={{ persona: persona.id }} className="text-accent hover:underline">{count(uses(persona.id))} images</Link></p>
                </div>
                {may("edit") && (
                  <div className="flex shrink-0 flex-col">
                    <Button look="quiet" aria-label={`Edit ${name}`} icon={<Pencil size={15} />} onClick={() => edit(persona)} />
                    <Button look="quiet" aria-label={`Delete ${name}`} icon={<Trash2 size={15} />} onClick={() => remove(persona)} />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {edited && <Editor persona={edited === "new" ? undefined : edited} onClose={() => edit(undefined)} />}
      {removed && (
        <Confirm title={`Delete ${removed.name ?? removed.id}`} action="Delete the persona" isBusy={deletion.isPending} error={deletion.error} onClose={() => remove(undefined)} onConfirm={() => deletion.mutate(removed.id, { onSuccess: () => remove(undefined) })}>
          Its {count(uses(removed.id))} images of this range stay, and all others too; they show its id instead of its name.
        </Confirm>
      )}
    </Page>
  );
}

function Editor({ persona, onClose }: { persona: Persona | undefined; onClose: () => void }) {
  const [id, setId] = useState(persona?.id ?? "");
  const [name, setName] = useState(persona?.name ?? "");
  const [picture, setPicture] = useState<File>();
  const file = useRef<HTMLInputElement>(null);
  const save = useChange<void>(async (api) => {
    const answer = await api.PUT("/api/v1/personas/{id}", { params: { path: { id } }, body: { name: name.trim() } as never });
    if (picture) await api.PUT("/api/v1/personas/{id}/picture", { params: { path: { id } }, body: picture as never, bodySerializer: (one: unknown) => one as never, headers: { "Content-Type": picture.type } } as never);
    return answer as { data?: unknown };
  });
  return (
    <Dialog title={persona ? `Edit ${persona.name ?? persona.id}` : "New persona"} onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="persona" disabled={!id.trim() || !name.trim() || save.isPending}>Save</Button></>}>
      <form id="persona" className="space-y-4" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: onClose }); }}>
        {save.isError && <ErrorNote error={save.error} />}
        <Field label="Id" hint="As the app names it in persona_id.">{(field, note) => <Input id={field} aria-describedby={note} required disabled={persona !== undefined} maxLength={128} value={id} onChange={(event) => setId(event.target.value)} />}</Field>
        <Field label="Name">{(field) => <Input id={field} required maxLength={256} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <div className="flex items-center gap-3">
          <Button icon={<ImagePlus size={15} />} onClick={() => file.current?.click()}>{persona?.picture ? "Change the picture" : "Add a picture"}</Button>
          <span className="truncate text-muted">{picture?.name}</span>
          <input ref={file} type="file" hidden accept="image/png,image/jpeg,image/webp,image/gif,image/avif" onChange={(event) => setPicture(event.target.files?.[0])} />
        </div>
      </form>
    </Dialog>
  );
}
