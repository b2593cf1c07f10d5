import { ImagePlus, Pencil, Plus, Trash2, X } from "lucide-react";
import { useRef, useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { bytes, count } from "~/format/format";
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
import { Field, Input, TextArea } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";

type Dataset = Shapes["DatasetAnswer"];

/** What images are made from: a brand with its look, logo and reference images. */
export function Datasets() {
  const { may } = useSession();
  const { data, isError, error, refetch } = useRead("/api/v1/datasets", { params: { query: {} } } as never);
  const used = useQuestion({ kind: "image", measure: "count,errors", by: "dataset", top: 500 });
  const [edited, edit] = useState<Dataset | "new">();
  const [removed, remove] = useState<Dataset>();
  const datasets = data?.datasets as Dataset[] | undefined;
  const deletion = useChange<string>((api, id) => api.DELETE("/api/v1/datasets/{id}", { params: { path: { id } } }));
  const uses = (id: string) => figure(used.data?.series.find((one) => one.key === id)?.total, "count") ?? 0;
  return (
    <Page title="Datasets" count={datasets && count(datasets.length)} actions={may("edit") && <Button look="primary" icon={<Plus size={15} />} onClick={() => edit("new")}>New dataset</Button>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : !datasets ? <Card><SkeletonRows /></Card> : datasets.length === 0 ? (
        <Card><Empty action={may("edit") && <Button look="primary" icon={<Plus size={15} />} onClick={() => edit("new")}>New dataset</Button>}>A dataset says what a brand looks like. What is made with it carries its name, vibe and reference images into every prompt.</Empty></Card>
      ) : (
        <ul className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3">
          {datasets.map((dataset) => (
            <li key={dataset.id}>
              <Card className="h-full">
                <div className="flex gap-4">
                  {dataset.logo ? <img src={dataset.logo.thumbnail_url} alt="" loading="lazy" className="size-16 shrink-0 rounded-control bg-sunken object-contain" /> : <span aria-hidden className="grid size-16 shrink-0 place-items-center rounded-control bg-sunken text-xl font-semibold text-muted">{dataset.name.charAt(0)}</span>}
                  <div className="min-w-0 flex-1">
                    <h2 className="truncate font-semibold">{dataset.name}</h2>
                    <p className="truncate text-muted">{[dataset.brand, dataset.vibe].filter(Boolean).join(" · ") || "Without a brand"}</p>
                    <p className="mt-1 text-sm"><Link to="/images" search={{ dataset: dataset.id }} className="text-accent hover:underline">{count(uses(dataset.id))} images</Link> <span className="text-muted">in this range</span></p>
                  </div>
                  {may("edit") && (
                    <div className="flex shrink-0">
                      <Button look="quiet" aria-label={`Edit ${dataset.name}`} icon={<Pencil size={15} />} onClick={() => edit(dataset)} />
                      <Button look="quiet" aria-label={`Delete ${dataset.name}`} icon={<Trash2 size={15} />} onClick={() => remove(dataset)} />
                    </div>
                  )}
                </div>
                {(dataset.unique_visual_elements?.length ?? 0) > 0 && <p className="mt-3 flex flex-wrap gap-1">{dataset.unique_visual_elements!.map((element) => <Badge key={element}>{element}</Badge>)}</p>}
                <References dataset={dataset} />
              </Card>
            </li>
          ))}
        </ul>
      )}
      {edited && <Editor dataset={edited === "new" ? undefined : datasets?.find((one) => one.id === edited.id) ?? edited} onClose={() => edit(undefined)} />}
      {removed && (
        <Confirm title={`Delete ${removed.name}`} action="Delete the dataset" isBusy={deletion.isPending} error={deletion.error} onClose={() => remove(undefined)} onConfirm={() => deletion.mutate(removed.id, { onSuccess: () => remove(undefined) })}>
          Its logo and {count(removed.reference_images?.length ?? 0)} reference images go with it. The images that were made with it stay, without naming it.
        </Confirm>
      )}
    </Page>
  );
}

function References({ dataset }: { dataset: Dataset }) {
  const { may } = useSession();
  const file = useRef<HTMLInputElement>(null);
  const upload = useChange<File>((api, picture) => api.POST("/api/v1/datasets/{id}/images", { params: { path: { id: dataset.id } }, body: picture as never, bodySerializer: (body: unknown) => body as never, headers: { "Content-Type": picture.type } } as never));
  const removal = useChange<string>((api, hash) => api.DELETE("/api/v1/datasets/{id}/images/{hash}", { params: { path: { id: dataset.id, hash } } }));
  const pictures = dataset.reference_images ?? [];
  return (
    <div className="mt-3 space-y-2">
      <ul className="flex flex-wrap gap-2">
        {pictures.map((picture) => (
          <li key={picture.hash} className="group relative">
            <a href={picture.url} target="_blank" rel="noopener noreferrer" title={`${picture.width} × ${picture.height}, ${bytes(picture.bytes)}`}>
              <img src={picture.thumbnail_url} alt="Reference image" loading="lazy" className="size-16 rounded-control object-cover" style={{ background: picture.colour || "var(--sunken)" }} />
            </a>
            {may("edit") && <button type="button" aria-label="Remove the reference image" onClick={() => removal.mutate(picture.hash)} className="absolute -right-1.5 -top-1.5 grid size-5 place-items-center rounded-full border border-strong-border bg-surface opacity-0 focus-visible:opacity-100 group-hover:opacity-100"><X size={12} aria-hidden /></button>}
          </li>
        ))}
        {may("edit") && (
          <li>
            <button type="button" disabled={upload.isPending} onClick={() => file.current?.click()} className="grid size-16 place-items-center rounded-control border border-dashed border-strong-border text-muted hover:bg-sunken" aria-label="Add a reference image" title="Add a reference image"><ImagePlus size={18} aria-hidden /></button>
            <input ref={file} type="file" hidden accept="image/png,image/jpeg,image/webp,image/gif,image/avif" onChange={(event) => { const picture = event.target.files?.[0]; if (picture) upload.mutate(picture); event.target.value = ""; }} />
          </li>
        )}
      </ul>
      {(upload.isError || removal.isError) && <ErrorNote error={upload.error ?? removal.error} />}
    </div>
  );
}

function Editor({ dataset, onClose }: { dataset: Dataset | undefined; onClose: () => void }) {
  const [name, setName] = useState(dataset?.name ?? "");
  const [brand, setBrand] = useState(dataset?.brand ?? "");
  const [vibe, setVibe] = useState(dataset?.vibe ?? "");
  const [elements, setElements] = useState((dataset?.unique_visual_elements ?? []).join("\n"));
  const body = { name: name.trim(), brand: brand.trim(), vibe: vibe.trim(), unique_visual_elements: elements.split("\n").map((line) => line.trim()).filter(Boolean) };
  const save = useChange<void>((api) => (dataset ? api.PATCH("/api/v1/datasets/{id}", { params: { path: { id: dataset.id } }, body: body as never }) : api.POST("/api/v1/datasets", { body: body as never })) as Promise<{ data?: unknown }>);
  const logo = useRef<HTMLInputElement>(null);
  const putLogo = useChange<File>((api, picture) => api.PUT("/api/v1/datasets/{id}/logo", { params: { path: { id: dataset!.id } }, body: picture as never, bodySerializer: (one: unknown) => one as never, headers: { "Content-Type": picture.type } } as never));
  return (
    <Dialog title={dataset ? `Edit ${dataset.name}` : "New dataset"} onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="dataset" disabled={!name.trim() || save.isPending}>Save</Button></>}>
      <form id="dataset" className="space-y-4" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: onClose }); }}>
        {(save.isError || putLogo.isError) && <ErrorNote error={save.error ?? putLogo.error} />}
        <Field label="Name">{(id) => <Input id={id} autoFocus required maxLength={256} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Brand" hint="Stands at the beginning of each prompt.">{(id, note) => <Input id={id} aria-describedby={note} value={brand} onChange={(event) => setBrand(event.target.value)} />}</Field>
        <Field label="Vibe" hint="How it feels: cozy, bold, playful.">{(id, note) => <Input id={id} aria-describedby={note} value={vibe} onChange={(event) => setVibe(event.target.value)} />}</Field>
        <Field label="Unique visual elements" hint="One a line.">{(id, note) => <TextArea id={id} aria-describedby={note} rows={4} value={elements} onChange={(event) => setElements(event.target.value)} />}</Field>
        {dataset && (
          <div className="flex items-center gap-3">
            {dataset.logo && <img src={dataset.logo.thumbnail_url} alt="Logo" className="size-12 rounded-control bg-sunken object-contain" />}
            <Button disabled={putLogo.isPending} icon={<ImagePlus size={15} />} onClick={() => logo.current?.click()}>{dataset.logo ? "Change the logo" : "Add a logo"}</Button>
            <input ref={logo} type="file" hidden accept="image/png,image/jpeg,image/webp,image/gif,image/avif" onChange={(event) => { const picture = event.target.files?.[0]; if (picture) putLogo.mutate(picture); }} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
