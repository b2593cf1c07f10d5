import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { sessionKey } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Dialog } from "~/ui/Dialog";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";
import { At } from "~/ui/Time";

type Row = Shapes["ProjectAnswer"];

const columns: readonly Column<Row>[] = [
  { key: "name", header: "Name", className: "font-medium", cell: (row) => row.name },
  { key: "slug", header: "Slug", cell: (row) => row.slug },
  { key: "zone", header: "Time zone", cell: (row) => row.time_zone },
  { key: "made", header: "Made", className: "whitespace-nowrap", cell: (row) => <At at={row.created_at} /> },
  { key: "state", header: "State", cell: (row) => (row.archived ? <Badge>Archived</Badge> : <Badge look="bg-message-wash text-message">Open</Badge>) },
];

/** All projects; a row opens its dashboard. */
export function Projects() {
  const { data, isError, error, refetch } = useRead("/api/v1/projects", {} as never);
  const [isNew, setNew] = useState(false);
  return (
    <>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : (
        <Card title="Projects" flush actions={<Button look="primary" icon={<Plus size={15} />} onClick={() => setNew(true)}>New project</Button>}>
          {!data ? <div className="p-4"><SkeletonRows /></div> : <DataTable name="Projects" columns={columns} rows={data.projects as Row[]} rowKey={(row) => row.slug} onOpen={(row) => location.assign(row.slug === "default" ? "/" : `/?project=${row.slug}`)} />}
        </Card>
      )}
      {isNew && <NewProject onClose={() => setNew(false)} />}
    </>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const cache = useQueryClient();
  const [slug, setSlug] = useState("");
  const [name, setName] = useState("");
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const make = useChange<void>((api) => api.POST("/api/v1/projects", { body: { slug, name: name.trim() || slug, time_zone: zone } }) as Promise<{ data?: unknown }>);
  return (
    <Dialog title="New project" onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="project" disabled={!slug || make.isPending}>Make it</Button></>}>
      <form id="project" className="space-y-4" onSubmit={(event) => { event.preventDefault(); make.mutate(undefined, { onSuccess: () => { void cache.invalidateQueries({ queryKey: sessionKey }); onClose(); } }); }}>
        {make.isError && <ErrorNote error={make.error} />}
        <Field label="Slug" hint="Lower-case letters, digits and hyphens; it never changes.">{(id, note) => <Input id={id} aria-describedby={note} autoFocus required maxLength={64} pattern="[a-z0-9]+(-[a-z0-9]+)*" value={slug} onChange={(event) => setSlug(event.target.value)} />}</Field>
        <Field label="Name">{(id) => <Input id={id} maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Time zone">{(id) => <Input id={id} value={zone} onChange={(event) => setZone(event.target.value)} />}</Field>
      </form>
    </Dialog>
  );
}
