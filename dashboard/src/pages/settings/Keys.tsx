import { Plus } from "lucide-react";
import { useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { count } from "~/format/format";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Confirm } from "~/ui/Confirm";
import { CopyButton } from "~/ui/CopyButton";
import { Dialog } from "~/ui/Dialog";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input, Select } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";
import { Ago, At } from "~/ui/Time";

type Key = Shapes["KeyAnswer"];

const kinds: Record<string, string> = {
  ingest: "Sends facts, and nothing else.",
  app: "Sends facts, reads and generates for the one user that each request names.",
  server: "Sends, reads and generates for everybody.",
};

/** With what programs prove that they are of the project. */
export function Keys() {
  const { data, isError, error, refetch } = useRead("/api/v1/keys", {} as never);
  const [isNew, setNew] = useState(false);
  const [revoked, revoke] = useState<Key>();
  const revocation = useChange<string>((api, id) => api.DELETE("/api/v1/keys/{id}", { params: { path: { id } } }));
  const keys = (data?.keys ?? []) as Key[];
  const columns: Column<Key>[] = [
    { key: "name", header: "Name", className: "font-medium", cell: (key) => key.name },
    { key: "kind", header: "Kind", cell: (key) => key.kind },
    { key: "key", header: "Key", className: "whitespace-nowrap font-mono text-sm", cell: (key) => `${key.prefix}…${key.last_four}` },
    { key: "state", header: "State", cell: (key) => (key.revoked_at ? <Badge look="bg-bad-wash text-bad">Revoked</Badge> : key.expires_at && Date.parse(key.expires_at) < Date.now() ? <Badge>Expired</Badge> : <Badge look="bg-message-wash text-message">Good</Badge>) },
    { key: "used", header: "Last used", className: "whitespace-nowrap", cell: (key) => <Ago at={key.last_used_at} /> },
    { key: "made", header: "Made", className: "whitespace-nowrap", cell: (key) => <At at={key.created_at} /> },
    { key: "expires", header: "Expires", isExtra: true, cell: (key) => <At at={key.expires_at} /> },
    { key: "limit", header: "A minute", isExtra: true, isNumber: true, cell: (key) => (key.requests_per_minute ? count(key.requests_per_minute) : "–") },
    { key: "actions", header: "", cell: (key) => !key.revoked_at && <Button look="danger" onClick={() => revoke(key)}>Revoke</Button> },
  ];
  return (
    <>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : (
        <Card title="API keys" flush actions={<Button look="primary" icon={<Plus size={15} />} onClick={() => setNew(true)}>New key</Button>}>
          {!data ? <div className="p-4"><SkeletonRows /></div> : keys.length === 0 ? <Empty>No keys yet. An app needs one to send facts.</Empty> : <DataTable name="Keys" columns={columns} rows={keys} rowKey={(key) => key.id} />}
        </Card>
      )}
      {isNew && <NewKey onClose={() => setNew(false)} />}
      {revoked && (
        <Confirm title={`Revoke ${revoked.name}`} action="Revoke the key" isBusy={revocation.isPending} error={revocation.error} onClose={() => revoke(undefined)} onConfirm={() => revocation.mutate(revoked.id, { onSuccess: () => revoke(undefined) })}>
          From the next request on the key {revoked.prefix}…{revoked.last_four} is refused. An app that still uses it sends nothing any more.
        </Confirm>
      )}
    </>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState("ingest");
  const [name, setName] = useState("");
  const [expires, setExpires] = useState("");
  const [limit, setLimit] = useState("");
  const make = useChange<void, Shapes["NewKey"]>((api) => api.POST("/api/v1/keys", {
    body: { kind, name: name.trim(), ...(expires ? { expires_at: new Date(expires).toISOString() } : {}), ...(limit ? { requests_per_minute: Number(limit) } : {}) } as never,
  }) as Promise<{ data?: Shapes["NewKey"] }>);
  if (make.data) {
    return (
      <Dialog title="The new key" onClose={onClose} actions={<Button look="primary" onClick={onClose}>Done</Button>}>
        <p className="mb-3">This is the only time it is shown. Keep it where the app finds it, and nowhere else.</p>
        <div className="flex items-center gap-2 rounded-control bg-sunken p-3"><code className="min-w-0 flex-1 break-all text-sm">{make.data.key}</code><CopyButton text={make.data.key} /></div>
      </Dialog>
    );
  }
  return (
    <Dialog title="New key" onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="key" disabled={!name.trim() || make.isPending}>Make the key</Button></>}>
      <form id="key" className="space-y-4" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        {make.isError && <ErrorNote error={make.error} />}
        <Field label="Name" hint="Which program has it.">{(id, note) => <Input id={id} aria-describedby={note} autoFocus required maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Kind" hint={kinds[kind]}>{(id, note) => <Select id={id} aria-describedby={note} value={kind} onChange={(event) => setKind(event.target.value)}>{Object.keys(kinds).map((one) => <option key={one}>{one}</option>)}</Select>}</Field>
        <Field label="Expires" hint="Never, where it is left empty.">{(id, note) => <Input id={id} aria-describedby={note} type="date" value={expires} onChange={(event) => setExpires(event.target.value)} />}</Field>
        <Field label="Requests a minute" hint="As many as it likes, where it is left empty.">{(id, note) => <Input id={id} aria-describedby={note} type="number" min={1} value={limit} onChange={(event) => setLimit(event.target.value)} />}</Field>
      </form>
    </Dialog>
  );
}
