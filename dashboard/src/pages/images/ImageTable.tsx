import { useMemo } from "react";
import { DataTable, type Column } from "~/table/DataTable";
import { bytes, duration, money } from "~/format/format";
import { useDatasetName } from "~/pages/datasets/names";
import { Badge, SourceBadge } from "~/ui/SourceBadge";
import { At } from "~/ui/Time";
import { altOf, Picture, userName, type ImageRecord } from "./Picture";

interface ImageTableProps {
  images: readonly ImageRecord[];
  isStale: boolean;
  onOpen: (image: ImageRecord) => void;
  selected: ReadonlyMap<string, ImageRecord>;
  onSelect: (image: ImageRecord, withRange: boolean) => void;
}

/** Images as rows with 64-pixel previews. */
export function ImageTable({ images, isStale, onOpen, selected, onSelect }: ImageTableProps) {
  const datasetName = useDatasetName();
  const columns = useMemo<Column<ImageRecord>[]>(() => [
    {
      key: "select", header: "Select", className: "w-10",
      cell: (image) => (
        <input type="checkbox" aria-label={`Select: ${altOf(image)}`} className="size-4 accent-(--accent)" checked={selected.has(image.id)}
          onClick={(event) => { event.stopPropagation(); onSelect(image, event.shiftKey); }} onChange={() => undefined} />
      ),
    },
    { key: "preview", header: "Preview", className: "w-20", cell: (image) => <Picture image={image} size={64} className="size-16 rounded-control object-cover" /> },
    { key: "date", header: "Date", className: "whitespace-nowrap", cell: (image) => <At at={image.created_at} /> },
    {
      key: "user", header: "User", className: "max-w-44",
      cell: (image) => {
        const user = userName(image);
        return <><span className="block truncate font-medium">{user.name}</span>{user.detail && <span className="block truncate text-sm text-muted">{user.detail}</span>}</>;
      },
    },
    { key: "persona", header: "Persona", className: "max-w-40 truncate", cell: (image) => image.persona_name ?? image.persona_id ?? <span className="text-faint">–</span> },
    { key: "source", header: "Source", cell: (image) => <span className="flex gap-1"><SourceBadge source={image.source} />{image.status === "failed" && <Badge look="bg-bad-wash text-bad">Failed</Badge>}</span> },
    { key: "prompt", header: "Prompt", className: "min-w-64 max-w-lg", cell: (image) => <span className="line-clamp-2" title={image.prompt ?? image.full_prompt ?? undefined}>{image.prompt ?? image.full_prompt ?? <span className="text-faint">Kept without its prompt</span>}</span> },
    { key: "model", header: "Model", className: "max-w-40 truncate", cell: (image) => image.model ?? "–" },
    { key: "resolution", header: "Resolution", isExtra: true, className: "whitespace-nowrap", cell: (image) => image.resolution ?? "–" },
    { key: "style", header: "Style", isExtra: true, cell: (image) => image.style ?? "–" },
    { key: "dataset", header: "Dataset", isExtra: true, cell: (image) => (image.dataset_id ? datasetName(image.dataset_id) : "–") },
    { key: "time", header: "Time taken", isNumber: true, cell: (image) => duration(image.generation_time) },
    { key: "cost", header: "Cost", isNumber: true, isExtra: true, cell: (image) => money(image.cost) },
    { key: "bytes", header: "Size", isNumber: true, isExtra: true, cell: (image) => bytes(image.bytes) },
  ], [selected, onSelect, datasetName]);
  return <DataTable name="Images" columns={columns} rows={images} rowKey={(image) => image.id} onOpen={onOpen} isStale={isStale} rowClass="h-19" />;
}
