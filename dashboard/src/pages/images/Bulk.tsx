import { useMutation } from "@tanstack/react-query";
import { Copy, Download, X } from "lucide-react";
import { useState } from "react";
import { addressOf } from "~/api/client";
import { Problem } from "~/api/problem";
import { save } from "~/charts/save";
import { count } from "~/format/format";
import { useSession } from "~/session/session";
import { Button, controlClass } from "~/ui/Button";
import { Choice, Popover } from "~/ui/Popover";
import { fileOf } from "./files";
import type { ImageRecord } from "./Picture";

const formats = ["csv", "json", "ndjson"] as const;

/** Everything that matches, as a file. */
export function ExportAll({ parameters, total }: { parameters: Record<string, string>; total: string }) {
  const { project } = useSession();
  const open = (path: string) => location.assign(addressOf(project, path, parameters));
  return (
    <Popover name="Export" placement="bottom-end" className={controlClass()} label={<><Download size={15} aria-hidden />Export</>}>
      {(close) => (
        <div className="w-64">
          <p className="px-3 py-1.5 text-sm text-muted">{total} images that match</p>
          <Choice onChoose={() => { close(); open("/api/v1/export/images.zip"); }}>Pictures (ZIP)</Choice>
          {formats.map((format) => <Choice key={format} onChoose={() => { close(); open(`/api/v1/export/images.${format}`); }}>Records ({format.toUpperCase()})</Choice>)}
        </div>
      )}
    </Popover>
  );
}

/** What can be done with the selection. */
export function BulkBar({ selected, onClear, onSelectPage }: { selected: ReadonlyMap<string, ImageRecord>; onClear: () => void; onSelectPage: () => void }) {
  const { api } = useSession();
  const [isCopied, setCopied] = useState(false);
  // By POST: the ids of a whole page are more than an address holds.
  const zip = useMutation<Blob | undefined, Problem, string[]>({
    mutationFn: async (ids) => {
      try {
        return (await api.POST("/api/v1/export/images.zip", { body: { ids } as never, parseAs: "blob" } as never) as { data?: Blob }).data;
      } catch (error) {
        throw Problem.of(error);
      }
    },
  });
  if (selected.size === 0) return null;
  const images = [...selected.values()];
  const copy = async () => {
    await navigator.clipboard.writeText(images.map((image) => image.prompt ?? image.full_prompt ?? "").filter(Boolean).join("\n\n"));
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div role="region" aria-label="Selection" className="sticky bottom-4 z-20 mx-auto mt-4 flex w-fit flex-wrap items-center gap-2 rounded-card border border-strong-border bg-surface p-2 shadow-lg">
      <span className="px-2 font-medium">{count(selected.size)} selected</span>
      <Button look="quiet" onClick={onSelectPage}>Select page</Button>
      <Button icon={<Copy size={14} />} onClick={() => void copy()}>{isCopied ? "Copied" : "Copy prompts"}</Button>
      <Button icon={<Download size={14} />} disabled={zip.isPending} onClick={() => zip.mutate(images.map((image) => image.id), { onSuccess: (pictures) => { if (pictures) save("images.zip", pictures); } })}>{zip.isPending ? "Packing…" : "ZIP"}</Button>
      {formats.map((format) => <Button key={format} onClick={() => save(`images.${format}`, fileOf(images, format))}>{format.toUpperCase()}</Button>)}
      {zip.isError && <span role="alert" className="text-bad">{zip.error.message}</span>}
      <Button look="quiet" aria-label="Clear the selection" onClick={onClear} icon={<X size={16} />} />
    </div>
  );
}
