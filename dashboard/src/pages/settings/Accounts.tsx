import { Plus } from "lucide-react";
import { useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { useSession } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Confirm } from "~/ui/Confirm";
import { Dialog } from "~/ui/Dialog";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input, Select } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";
import { Ago } from "~/ui/Time";

type Row = Shapes["AccountAnswer"];

/** Everybody who signs in. */
export function Accounts() {
  const { account: own } = useSession();
  const { data, isError, error, refetch } = useRead("/api/v1/accounts", {} as never);
  const [isNew, setNew] = useState(false);
  const [removed, remove] = useState<Row>();
  const change = useChange<{ account: string; is_disabled: boolean }>((api, { account, is_disabled }) => api.PATCH("/api/v1/accounts/{account}", { params: { path: { account } }, body: { is_disabled } }) as Promise<{ data?: unknown }>);
  const removal = useChange<string>((api, account) => api.DELETE("/api/v1/accounts/{account}", { params: { path: { account } } }) as Promise<{ data?: unknown }>);
  const columns: Column<Row>[] = [
    { key: "name", header: "Name", className: "font-medium", cell: (row) => row.username },
    { key: "email", header: "E-mail", isExtra: true, cell: (row) => row.email ?? "–" },
    { key: "roles", header: "Roles", className: "max-w-80", cell: (row) => row.roles.map((role) => `${role.role} of ${role.project === "*" ? "all" : role.project}`).join(", ") || "–" },
    { key: "seen", header: "Last sign-in", className: "whitespace-nowrap", cell: (row) => <Ago at={row.last_sign_in_at} /> },
    { key: "state", header: "State", cell: (row) => (row.is_disabled ? <Badge>Disabled</Badge> : <Badge look="bg-message-wash text-message">Good</Badge>) },
    { key: "actions", header: "", cell: (row) => row.id !== own?.id && (
      <span className="flex justify-end gap-2">
        <Button onClick={() => change.mutate({ account: row.id, is_disabled: !row.is_disabled })}>{row.is_disabled ? "Enable" : "Disable"}</Button>
        <Button look="danger" onClick={() => remove(row)}>Delete</Button>
      </span>
    ) },
  ];
  return (
    <div className="space-y-4">
      {change.isError && <ErrorNote error={change.error} />}
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : (
        <Card title="Accounts" flush actions={<Button look="primary" icon={<Plus size={15} />} onClick={() => setNew(true)}>New account</Button>}>
          {!data ? <div className="p-4"><SkeletonRows /></div> : <DataTable name="Accounts" columns={columns} rows={data.accounts as Row[]} rowKey={(row) => row.id} />}
        </Card>
      )}
      {isNew && <NewAccount onClose={() => setNew(false)} />}
      {removed && <Confirm title={`Delete ${removed.username}`} action="Delete the account" isBusy={removal.isPending} error={removal.error} onClose={() => remove(undefined)} onConfirm={() => removal.mutate(removed.id, { onSuccess: () => remove(undefined) })}>Its roles and sessions go with it. What it did stays in the audit log.</Confirm>}
    </div>
  );
}

function NewAccount({ onClose }: { onClose: () => void }) {
  const { projects } = useSession();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [project, setProject] = useState("default");
  const [role, setRole] = useState("viewer");
  const make = useChange<void>((api) => api.POST("/api/v1/accounts", { body: { username: username.trim(), password, roles: [{ project, role }] } }) as Promise<{ data?: unknown }>);
  return (
    <Dialog title="New account" onClose={onClose} actions={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="account" disabled={make.isPending}>Make it</Button></>}>
      <form id="account" className="space-y-4" onSubmit={(event) => { event.preventDefault(); make.mutate(undefined, { onSuccess: onClose }); }}>
        {make.isError && <ErrorNote error={make.error} />}
        <Field label="Name">{(id) => <Input id={id} autoFocus required autoComplete="off" maxLength={64} value={username} onChange={(event) => setUsername(event.target.value)} />}</Field>
        <Field label="Password" hint="From 8 to 128 characters. They can change it.">{(id, note) => <Input id={id} aria-describedby={note} type="password" autoComplete="new-password" required minLength={8} maxLength={128} value={password} onChange={(event) => setPassword(event.target.value)} />}</Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Role">{(id) => <Select id={id} value={role} onChange={(event) => setRole(event.target.value)}>{["viewer", "editor", "admin"].map((one) => <option key={one}>{one}</option>)}</Select>}</Field>
          <Field label="In">{(id) => <Select id={id} value={project} onChange={(event) => setProject(event.target.value)}><option value="*">all projects</option>{projects.map((one) => <option key={one.slug} value={one.slug}>{one.name}</option>)}</Select>}</Field>
        </div>
      </form>
    </Dialog>
  );
}
