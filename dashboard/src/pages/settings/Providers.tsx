import { useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { providerName } from "~/format/format";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Confirm } from "~/ui/Confirm";
import { Dialog } from "~/ui/Dialog";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input, TextArea } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";

type Provider = Shapes["ProviderAnswer"];

/** Who makes the images: for all projects. */
export function Providers() {
  const { data, isError, error, refetch } = useRead("/api/v1/providers", {} as never);
  const [edited, edit] = useState<Provider>();
  const [removed, remove] = useState<Provider>();
  const removal = useChange<string>((api, name) => api.DELETE("/api/v1/providers/{name}", { params: { path: { name } } }) as Promise<{ data?: unknown }>);
  const test = useChange<string, Shapes["ProviderCheckAnswer"]>((api, name) => api.POST("/api/v1/providers/{name}/test", { params: { path: { name } } }) as Promise<{ data?: Shapes["ProviderCheckAnswer"] }>);
  const providers = data?.providers as Provider[] | undefined;
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  return (
    <Card title="Providers">
      {!providers ? <SkeletonRows /> : (
        <ul className="divide-y">
          {providers.map((provider) => (
            <li key={provider.name} className="flex flex-wrap items-center gap-3 py-3">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-medium">{providerName(provider.name)}{provider.is_set_up ? <Badge look="bg-message-wash text-message">Set up</Badge> : <Badge>Not set up</Badge>}{data?.default === provider.name && <Badge look="bg-accent-wash text-accent">Default</Badge>}</p>
                <p className="text-sm text-muted">{[provider.model, provider.endpoint, provider.key_last_four && `key …${provider.key_last_four}`, provider.set_up_by && `by ${provider.set_up_by}`].filter(Boolean).join(" · ")}</p>
                {provider.problem && <p className="text-sm text-bad">{provider.problem}</p>}
                {test.variables === provider.name && test.data && <p role="status" className={`text-sm ${test.data.ok ? "text-good" : "text-bad"}`}>{test.data.ok ? "It answers." : test.data.detail}</p>}
                {test.variables === provider.name && test.isError && <p role="alert" className="text-sm text-bad">{test.error.message}</p>}
              </div>
              {provider.is_set_up && <Button disabled={test.isPending} onClick={() => test.mutate(provider.name)}>Test</Button>}
              {provider.name !== "sketch" && provider.set_up_by !== "configuration" && <Button onClick={() => edit(provider)}>{provider.is_set_up ? "Change" : "Set up"}</Button>}
              {provider.set_up_by && provider.set_up_by !== "configuration" && provider.name !== "sketch" && <Button look="danger" onClick={() => remove(provider)}>Remove</Button>}
            </li>
          ))}
        </ul>
      )}
      {edited && <Editor provider={edited} onClose={() => edit(undefined)} />}
      {removed && <Confirm title={`Remove ${providerName(removed.name)}`} action="Remove the provider" isBusy={removal.isPending} error={removal.error} onClose={() => remove(undefined)} onConfirm={() => removal.mutate(removed.name, { onSuccess: () => remove(undefined) })}>Its key is forgotten. Images under way are finished; new ones cannot be made with it.</Confirm>}
    </Card>
  );
}

function Editor({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  // Only what was edited is sent: what is shown may be the provider's own default, which is not to become a setting.
  const [values, setValues] = useState<Record<string, string>>({});
  const shown = { model: provider.model ?? "", endpoint: provider.endpoint ?? "", endpoint_id: provider.endpoint_id ?? "", ...values };
  const set = (name: string) => (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value });
  const save = useChange<void>((api) => api.PUT("/api/v1/providers/{name}", {
    params: { path: { name: provider.name } }, body: Object.fromEntries(Object.entries(values).filter(([name, value]) => value.trim() || !["key", "workflow", "input"].includes(name)).map(([name, value]) => [name, name === "workflow" || name === "input" ? JSON.parse(value) as unknown : value.trim()])) as never,
  }) as Promise<{ data?: unknown }>);
  const template = provider.name === "comfyui" ? "workflow" : provider.name === "runpod" ? "input" : undefined;
  const isBroken = template !== undefined && values[template]?.trim() ? !isJson(values[template]) : false;
  return (
    <Dialog title={`Set up ${providerName(provider.name)}`} onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="provider" disabled={isBroken || save.isPending}>Save</Button></>}>
      <form id="provider" className="space-y-4" autoComplete="off" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: onClose }); }}>
        {save.isError && <ErrorNote error={save.error} />}
        {provider.name !== "comfyui" && <Field label="Key" hint={provider.has_key ? `The one that is there ends with ${provider.key_last_four ?? "…"}. It is kept encrypted, and never shown.` : "Kept encrypted, and never shown again."}>{(id, note) => <Input id={id} aria-describedby={note} type="password" autoComplete="off" value={values.key ?? ""} onChange={set("key")} />}</Field>}
        {provider.name === "runpod" && <Field label="Endpoint's id">{(id) => <Input id={id} value={shown.endpoint_id} onChange={set("endpoint_id")} />}</Field>}
        {template && <Field label={template === "workflow" ? "Workflow" : "Input of the worker"} hint="JSON, with places such as {{prompt}}." error={isBroken ? "This is no JSON." : undefined}>{(id, note) => <TextArea id={id} aria-describedby={note} rows={8} className="font-mono text-sm" value={values[template] ?? ""} onChange={set(template)} />}</Field>}
        <Field label="Model" hint="Of requests that name none.">{(id, note) => <Input id={id} aria-describedby={note} value={shown.model} onChange={set("model")} />}</Field>
        <Field label="Address" hint="Instead of the provider's own.">{(id, note) => <Input id={id} aria-describedby={note} type="url" value={shown.endpoint} onChange={set("endpoint")} />}</Field>
      </form>
    </Dialog>
  );
}

function isJson(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? "");
    return true;
  } catch {
    return false;
  }
}
