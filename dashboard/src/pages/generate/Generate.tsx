import { Sparkles, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { Link } from "~/frame/Link";
import { Page } from "~/frame/Page";
import { ImageDetails } from "~/pages/images/ImageDetails";
import { Picture, pictureAddress, type ImageRecord } from "~/pages/images/Picture";
import { isOver } from "~/pages/jobs/Jobs";
import { useSession } from "~/session/session";
import { providerName, words } from "~/format/format";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input, Select, TextArea } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { useChangeSearch, useSearch } from "~/view/search";
import { useJob } from "./useJob";

const fields = ["prompt", "negative_prompt", "style", "aspect_ratio", "quality", "dataset_id", "persona_id", "provider", "model"] as const;
type Values = Partial<Record<(typeof fields)[number], string>>;

const ratios = ["1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3"];

/** Makes an image here, with its record; or again from the record of another. */
export function Generate() {
  const { may } = useSession();
  const search = useSearch();
  const change = useChangeSearch();
  const again = search.get("again");
  const original = useRead("/api/v1/images/{id}", { params: { path: { id: again ?? "" } } }, { enabled: again !== null });
  const image = again !== null && original.data?.id === again ? (original.data as ImageRecord) : undefined;
  const job = useJob(search.get("job") ?? undefined);
  if (!may("edit")) return <Page title="Generate" hasRange={false} hasRefresh={false}><Card><Empty>Editors of the project make images. Ask one of its admins for the role.</Empty></Card></Page>;
  return (
    <Page title="Generate" hasRange={false} hasRefresh={false}>
      <div className="grid items-start gap-6 xl:grid-cols-[420px_minmax(0,1fr)]">
        {again !== null && !image && !original.isError ? <Card><SkeletonRows /></Card> : <Form key={image?.id ?? "new"} original={image} isBusy={job !== undefined && !isOver(job)} onBegun={(id) => change({ job: id })} />}
        <div className="space-y-6">
          {job && <Result job={job} />}
          <History />
        </div>
      </div>
    </Page>
  );
}

function Form({ original, isBusy, onBegun }: { original: ImageRecord | undefined; isBusy: boolean; onBegun: (job: string) => void }) {
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.flatMap((name) => (original?.[name] ? [[name, original[name]]] : []))) as Values);
  const [references, setReferences] = useState<{ name: string; data: string }[]>([]);
  const datasets = useRead("/api/v1/datasets", { params: { query: {} } } as never);
  const personas = useRead("/api/v1/personas", { params: { query: {} } } as never);
  const providers = useRead("/api/v1/providers", {} as never);
  const names = (providers.data?.providers ?? []).filter((one) => one.is_set_up !== false);
  // What made an image elsewhere may not be set up here, and its dataset may be gone: then the default and nothing stand for them, as the form shows.
  const isHere = !values.provider || names.some((one) => one.name === values.provider);
  const asked: Values = {
    ...values,
    ...(isHere ? {} : { provider: undefined, model: undefined }),
    ...(datasets.data && !datasets.data.datasets.some((one) => one.id === values.dataset_id) ? { dataset_id: undefined } : {}),
    ...(personas.data && !personas.data.personas.some((one) => one.id === values.persona_id) ? { persona_id: undefined } : {}),
  };
  const file = useRef<HTMLInputElement>(null);
  const isSame = original !== undefined && references.length === 0 && fields.every((name) => (values[name] ?? "") === (original[name] ?? ""));
  const make = useChange<void, { id: string }>((api) => {
    const asynchronous = { headers: { Prefer: "respond-async" } };
    // The same again is counted as such; with anything changed it is an image of its own.
    return (isSame
      ? api.POST("/api/v1/images/{id}/again", { params: { path: { id: original.id } }, ...asynchronous } as never)
      : api.POST("/ai/generate", { body: { ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value)), ...(references.length > 0 ? { reference_images: references.map((one) => one.data) } : {}) } as never, ...asynchronous })) as never;
  });
  const set = (name: keyof Values) => (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value || undefined });
  const addReferences = async (files: FileList | null) => {
    const read = (one: File) => new Promise<{ name: string; data: string }>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve({ name: one.name, data: reader.result as string });
      reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
      reader.readAsDataURL(one);
    });
    const added = await Promise.all([...(files ?? [])].map(read));
    setReferences((before) => [...before, ...added]);
  };
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Card title={original ? "Generate again" : "A new image"} className="xl:sticky xl:top-20">
      <form className="space-y-4" onSubmit={(event) => { event.preventDefault(); make.mutate(undefined, { onSuccess: (job) => { if (job) onBegun(job.id); } }); }}>
        {make.isError && <ErrorNote error={make.error} />}
        <Field label="Prompt">
          {(id) => <textarea ref={box} id={id} required rows={5} maxLength={32_000} value={values.prompt ?? ""} onChange={set("prompt")} onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit(); }}
            className="w-full rounded-control border border-strong-border bg-surface px-3 py-2" placeholder="A modern coffee shop in the morning light" />}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Dataset">{(id) => <Select id={id} value={asked.dataset_id ?? ""} onChange={set("dataset_id")}><option value="">None</option>{datasets.data?.datasets.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>}</Field>
          <Field label="Aspect ratio">{(id) => <Select id={id} value={values.aspect_ratio ?? ""} onChange={set("aspect_ratio")}><option value="">As the model likes</option>{ratios.map((ratio) => <option key={ratio}>{ratio}</option>)}</Select>}</Field>
          <Field label="Style">{(id) => <Input id={id} list={`${id}-styles`} maxLength={128} value={values.style ?? ""} onChange={set("style")} />}</Field>
          <Field label="Quality">{(id) => <Select id={id} value={values.quality ?? ""} onChange={set("quality")}><option value="">As the model likes</option>{["low", "medium", "high"].map((one) => <option key={one}>{one}</option>)}</Select>}</Field>
          <Field label="Provider">{(id) => <Select id={id} value={asked.provider ?? ""} onChange={set("provider")}><option value="">{providers.data ? `Default (${providerName(providers.data.default)})` : "Default"}</option>{names.map((one) => <option key={one.name} value={one.name}>{providerName(one.name)}</option>)}</Select>}</Field>
          <Field label="Model">{(id) => <Input id={id} maxLength={128} placeholder={names.find((one) => one.name === (asked.provider ?? providers.data?.default))?.model ?? ""} value={asked.model ?? ""} onChange={set("model")} />}</Field>
          <Field label="Persona">{(id) => <Select id={id} value={asked.persona_id ?? ""} onChange={set("persona_id")}><option value="">None</option>{personas.data?.personas.map((one) => <option key={one.id} value={one.id}>{one.name ?? one.id}</option>)}</Select>}</Field>
        </div>
        <Field label="Negative prompt">{(id) => <TextArea id={id} rows={2} value={values.negative_prompt ?? ""} onChange={set("negative_prompt")} />}</Field>
        <div className="space-y-2">
          <Button onClick={() => file.current?.click()}>Add reference images</Button>
          <input ref={file} type="file" hidden multiple accept="image/png,image/jpeg,image/webp,image/gif,image/avif" onChange={(event) => { void addReferences(event.target.files); event.target.value = ""; }} />
          {references.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {references.map((one, index) => (
                <li key={index} className="relative"><img src={one.data} alt={one.name} className="size-14 rounded-control object-cover" />
                  <button type="button" aria-label={`Remove ${one.name}`} onClick={() => setReferences(references.filter((_, other) => other !== index))} className="absolute -right-1.5 -top-1.5 grid size-5 place-items-center rounded-full border border-strong-border bg-surface"><X size={12} aria-hidden /></button></li>
              ))}
            </ul>
          )}
        </div>
        <Button look="primary" type="submit" disabled={!values.prompt?.trim() || make.isPending || isBusy} icon={<Sparkles size={15} />} className="h-9! w-full">{make.isPending || isBusy ? "Generating…" : original && isSame ? "Generate again" : "Generate"}</Button>
      </form>
    </Card>
  );
}

function Result({ job }: { job: Shapes["JobAnswer"] }) {
  const { project } = useSession();
  const image = useRead("/api/v1/images/{id}", { params: { path: { id: job.image_id ?? "" } } }, { enabled: job.status === "succeeded" && !!job.image_id });
  const cancel = useChange<string>((api, id) => api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } }) as Promise<{ data?: unknown }>);
  if (!isOver(job)) {
    const { value, max, stage } = job.progress ?? {};
    return (
      <Card>
        <div role="status" className="space-y-3">
          <p className="flex items-center justify-between"><span>{stage === "queued" || job.status === "queued" ? "Waiting for its turn…" : value != null && max ? `Step ${value} of ${max}` : "Generating…"}</span><Button onClick={() => cancel.mutate(job.id)}>Cancel</Button></p>
          <div className="h-2 overflow-hidden rounded-full bg-sunken"><div className={`h-full rounded-full bg-accent transition-[width] ${value != null && max ? "" : "w-1/3 animate-pulse"}`} style={value != null && max ? { width: `${(100 * value) / max}%` } : undefined} /></div>
        </div>
      </Card>
    );
  }
  if (job.status !== "succeeded") return <Card><p role="alert"><span className="font-medium text-bad">{job.status === "cancelled" ? "It was cancelled." : "No image was made."}</span> <span className="text-muted">{job.error && words(job.error)}</span></p></Card>;
  const record = image.data as ImageRecord | undefined;
  return (
    <Card>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_360px]">
        {job.image_id && <img src={pictureAddress(project, job.image_id)} alt={job.prompt ?? "The image"} width={record?.width ?? undefined} height={record?.height ?? undefined} className="max-h-[70vh] w-full rounded-control bg-sunken object-contain" />}
        {record ? <ImageDetails image={record} /> : <SkeletonRows />}
      </div>
    </Card>
  );
}

/** The latest images of the project: each leads to its record. */
function History() {
  const { data, isError, error, refetch } = useRead("/api/v1/images", { params: { query: { per_page: 25 } as never } });
  const images = (data?.images ?? []) as ImageRecord[];
  return (
    <Card title="Latest images" actions={<Link to="/images" className="text-sm text-accent hover:underline">All images</Link>}>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : !data ? <SkeletonRows rows={2} className="h-28" /> : images.length === 0 ? <p className="text-muted">None yet.</p> : (
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-5 2xl:grid-cols-8">
          {images.map((image) => <li key={image.id}><Link to="/images" search={{ image: image.id }} title={image.prompt ?? undefined}><Picture image={image} size={256} className="aspect-square w-full rounded-control object-cover" /></Link></li>)}
        </ul>
      )}
    </Card>
  );
}
