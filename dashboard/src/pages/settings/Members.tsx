import { useState } from "react";
import type { Shapes } from "~/api/client";
import { useChange } from "~/api/useChange";
import { useRead } from "~/api/useRead";
import { useSession } from "~/session/session";
import { DataTable, type Column } from "~/table/DataTable";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { Input, Select } from "~/ui/Field";
import { SkeletonRows } from "~/ui/Skeleton";
import { Badge } from "~/ui/SourceBadge";

type Row = Shapes["MemberAnswer"];

const roles = ["viewer", "editor", "admin"];

/** Who has a role in the project. */
export function Members() {
  const { project } = useSession();
  const { data, isError, error, refetch } = useRead("/api/v1/members", {} as never);
  const [name, setName] = useState("");
  const [role, setRole] = useState("viewer");
  const grant = useChange<{ account: string; role: string }>((api, { account, role: given }) => api.PUT("/api/v1/accounts/{account}/roles/{project}", { params: { path: { account, project } }, body: { role: given } }) as Promise<{ data?: unknown }>);
  const take = useChange<string>((api, account) => api.DELETE("/api/v1/accounts/{account}/roles/{project}", { params: { path: { account, project } } }) as Promise<{ data?: unknown }>);
  const columns: Column<Row>[] = [
    { key: "name", header: "Account", className: "font-medium", cell: (row) => row.username },
    { key: "role", header: "Role", cell: (row) => (row.is_of_all_projects ? `${row.role} of all projects` : (
      <Select aria-label={`Role of ${row.username}`} className="h-8! w-32!" value={row.role} onChange={(event) => grant.mutate({ account: row.username, role: event.target.value })}>{roles.map((one) => <option key={one}>{one}</option>)}</Select>
    )) },
    { key: "state", header: "State", cell: (row) => (row.is_disabled ? <Badge>Disabled</Badge> : "") },
    { key: "actions", header: "", cell: (row) => !row.is_of_all_projects && <Button look="danger" onClick={() => take.mutate(row.username)}>Take the role away</Button> },
  ];
  return (
    <div className="space-y-4">
      {(grant.isError || take.isError) && <ErrorNote error={grant.error ?? take.error} />}
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : (
        <Card title="Members" flush actions={(
          <form className="flex flex-wrap gap-2" onSubmit={(event) => { event.preventDefault(); grant.mutate({ account: name.trim(), role }, { onSuccess: () => setName("") }); }}>
            <Input aria-label="Name of an account" placeholder="Name of an account" className="h-8! w-48!" value={name} onChange={(event) => setName(event.target.value)} />
            <Select aria-label="Role" className="h-8! w-28!" value={role} onChange={(event) => setRole(event.target.value)}>{roles.map((one) => <option key={one}>{one}</option>)}</Select>
            <Button look="primary" type="submit" disabled={!name.trim() || grant.isPending}>Give the role</Button>
          </form>
        )}>
          {!data ? <div className="p-4"><SkeletonRows /></div> : <DataTable name="Members" columns={columns} rows={data.members as Row[]} rowKey={(row) => row.id} />}
        </Card>
      )}
    </div>
  );
}
