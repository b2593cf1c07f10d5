import type { PathsWithMethod } from "openapi-typescript-helpers";
import type { paths } from "~/api/schema";
import { useRead } from "~/api/useRead";
import { duration, money, words } from "~/format/format";
import { Dialog } from "~/ui/Dialog";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { At } from "~/ui/Time";
import { useChangeSearch, useSearch } from "~/view/search";
import { UserCell } from "./UserCell";

interface RecordDialogProps {
  /** The parameter of the address that names the record. */
  name: string;
  title: string;
  path: PathsWithMethod<paths, "get">;
}

const durations = new Set(["response_time", "execution_time", "generation_time", "gpu_time"]);
const left = new Set(["kind", "username", "first_name"]);

/** Everything of the record that the address names. */
export function RecordDialog({ name, title, path }: RecordDialogProps) {
  const id = useSearch().get(name);
  const change = useChangeSearch();
  if (id === null) return null;
  return <Dialog title={title} onClose={() => change({ [name]: undefined })}><Record id={id} path={path} /></Dialog>;
}

function Record({ id, path }: { id: string; path: RecordDialogProps["path"] }) {
  const { data, isError, error, refetch } = useRead(path, { params: { path: { id } } } as never);
  if (isError) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} className="h-6" />;
  const record = data as unknown as { [field: string]: unknown };
  return (
    <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-2">
      {Object.entries(record).filter(([field, value]) => !left.has(field) && value !== null && value !== undefined).map(([field, value]) => (
        <div key={field} className="contents">
          <dt className="text-muted">{words(field)}</dt>
          <dd className="min-w-0 break-words">{show(field, value, record)}</dd>
        </div>
      ))}
    </dl>
  );
}

function show(field: string, value: unknown, record: { [field: string]: unknown }) {
  if (field === "user_id") return <><UserCell user={record} /> <span className="text-muted">{String(value)}</span></>;
  if (field === "created_at") return <At at={String(value)} />;
  if (durations.has(field)) return duration(Number(value));
  if (field === "cost") return money(Number(value));
  if (typeof value === "object") return <pre className="max-h-72 overflow-auto rounded-control bg-sunken p-2 text-sm" tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>;
  return <span className="whitespace-pre-wrap">{typeof value === "boolean" ? (value ? "Yes" : "No") : String(value)}</span>;
}
