import { Check } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { dateTime } from "~/format/format";
import { justify } from "./justify";
import { altOf, Picture, userName, type ImageRecord } from "./Picture";

const gap = 8;

interface ImageGridProps {
  images: readonly ImageRecord[];
  isStale: boolean;
  onOpen: (image: ImageRecord) => void;
  selected: ReadonlyMap<string, ImageRecord>;
  onSelect: (image: ImageRecord, withRange: boolean) => void;
}

const dots: Record<string, string> = { message_response: "bg-message", scheduler: "bg-auto", history_start: "bg-start" };

/** Pictures in justified rows. Their sizes are known before they arrive, so nothing moves. */
export function ImageGrid({ images, isStale, onOpen, selected, onSelect }: ImageGridProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.floor(entry.contentRect.width)); });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const rows = useMemo(() => (width === 0 ? [] : justify(images.map((image) => (image.width && image.height ? { width: image.width, height: image.height } : undefined)), width, width < 600 ? 150 : 220, gap)), [images, width]);
  return (
    <div ref={place} className={`space-y-2 transition-opacity ${isStale ? "opacity-60" : ""}`}>
      {rows.map((row) => (
        <div key={row.from} className="flex gap-2 [content-visibility:auto]" style={{ height: row.height, containIntrinsicHeight: row.height }}>
          {row.widths.map((tile, index) => {
            const image = images[row.from + index]!;
            return <Tile key={image.id} image={image} width={tile} height={row.height} onOpen={onOpen} isSelected={selected.has(image.id)} onSelect={onSelect} />;
          })}
        </div>
      ))}
    </div>
  );
}

interface TileProps extends Pick<ImageGridProps, "onOpen" | "onSelect"> {
  image: ImageRecord;
  width: number;
  height: number;
  isSelected: boolean;
}

function Tile({ image, width, height, onOpen, isSelected, onSelect }: TileProps) {
  return (
    <div className={`group relative shrink-0 overflow-hidden rounded-control ${isSelected ? "outline-3 outline-offset-1 outline-accent" : ""}`} style={{ width, height }}>
      <button type="button" aria-label={`Open: ${altOf(image)}`} className="block size-full focus-visible:-outline-offset-4" onClick={(event) => (event.shiftKey ? onSelect(image, true) : onOpen(image))}>
        <Picture image={image} size={width > 256 || height > 256 ? 1024 : 256} className="size-full object-cover" />
      </button>
      <span aria-hidden className="pointer-events-none absolute inset-x-0 bottom-0 flex items-center gap-2 bg-surface px-2 py-1 text-sm opacity-0 transition-opacity group-focus-within:opacity-95 group-hover:opacity-95">
        <span className={`size-2 shrink-0 rounded-full ${dots[image.source ?? ""] ?? "bg-faint"}`} />
        <span className="min-w-0 flex-1 truncate">{userName(image).name}</span>
        <span className="shrink-0 text-muted">{dateTime(image.created_at)}</span>
      </span>
      <button type="button" role="checkbox" aria-checked={isSelected} aria-label={`Select: ${altOf(image)}`} onClick={(event) => onSelect(image, event.shiftKey)}
        className={`absolute left-2 top-2 grid size-6 place-items-center rounded-control border border-strong-border bg-surface ${isSelected ? "text-accent" : "text-transparent opacity-0 hover:text-muted focus-visible:opacity-100 group-hover:opacity-100"}`}>
        <Check size={15} aria-hidden />
      </button>
    </div>
  );
}
