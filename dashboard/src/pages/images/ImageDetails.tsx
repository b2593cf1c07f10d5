import { Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Link, OutLink } from "~/frame/Link";
import { bytes, duration, money } from "~/format/format";
import { CopyButton } from "~/ui/CopyButton";
import { controlClass } from "~/ui/Button";
import { Badge, SourceBadge } from "~/ui/SourceBadge";
import { Ago, At } from "~/ui/Time";
import { useSession } from "~/session/session";
import { useDatasetName } from "~/pages/datasets/names";
import { userName, type ImageRecord } from "./Picture";

/** What is known of an image, in the order in which a person asks. */
export function ImageDetails({ image }: { image: ImageRecord }) {
  const { may } = useSession();
  const user = userName(image);
  const datasetName = useDatasetName();
  const loras = Array.isArray(image.loras) ? image.loras as unknown[] : [];
  return (
    <div className="space-y-4">
      <Text label="Prompt" text={image.prompt} />
      {image.full_prompt && image.full_prompt !== image.prompt && <Text label="Full prompt" text={image.full_prompt} />}
      <Text label="Negative prompt" text={image.negative_prompt} />
      {image.error && <Text label="What went wrong" text={image.error} />}
      <dl className="grid grid-cols-[110px_1fr] gap-x-3 gap-y-2">
        <Line label="Source"><span className="flex flex-wrap gap-1"><SourceBadge source={image.source} />{image.status === "failed" && <Badge look="bg-bad-wash text-bad">Failed</Badge>}</span></Line>
        <Line label="User">{image.user_id ? <><Link to="/user" search={{ id: image.user_id }} className="text-accent hover:underline">{user.name}</Link> <span className="text-muted">{user.detail}{user.detail !== image.user_id ? ` · ${image.user_id}` : ""}</span></> : "Unknown"}</Line>
        {(image.persona_name ?? image.persona_id) && <Line label="Persona">{image.persona_name ?? image.persona_id}</Line>}
        {image.dataset_id && <Line label="Dataset">{datasetName(image.dataset_id)}</Line>}
        {image.model && <Line label="Model">{image.model}{image.provider ? <span className="text-muted"> · {image.provider}</span> : null}</Line>}
        {image.style && <Line label="Style">{image.style}</Line>}
        {(image.resolution ?? image.width) && <Line label="Size">{image.resolution ?? `${image.width}x${image.height}`}{image.bytes ? <span className="text-muted"> · {bytes(image.bytes)}</span> : null}{image.format ? <span className="text-muted"> · {image.format}</span> : null}</Line>}
        {image.again_of && <Line label="Again"><Link to="/images" search={{ image: image.again_of, range: "all" }} className="text-accent hover:underline">Made again from another image</Link></Line>}
        {image.aspect_ratio && <Line label="Aspect ratio">{image.aspect_ratio}</Line>}
        {image.quality && <Line label="Quality">{image.quality}</Line>}
        {image.upscale_factor && <Line label="Upscaled">{image.upscale_factor}×</Line>}
        {loras.length > 0 && <Line label="LoRAs">{loras.map((lora) => (typeof lora === "string" ? lora : (lora as { name?: string }).name)).join(", ")}</Line>}
        {image.generation_time != null && <Line label="Time taken">{duration(image.generation_time)}{image.gpu_time != null ? <span className="text-muted"> · {duration(image.gpu_time)} on the GPU</span> : null}</Line>}
        <Line label="When"><At at={image.created_at} /> <span className="text-muted">· <Ago at={image.created_at} /></span></Line>
        {image.cost != null && <Line label="Cost">{money(image.cost)}</Line>}
        {image.image_url && <Line label="URL"><span className="break-all"><OutLink href={image.image_url}>{image.image_url}</OutLink></span> <CopyButton text={image.image_url} /></Line>}
        <Line label="Id"><span className="break-all">{image.id}</span> <CopyButton text={image.id} /></Line>
      </dl>
      {image.meta != null && (
        <details className="rounded-control border">
          <summary className="cursor-pointer px-3 py-2 font-medium">Meta</summary>
          <pre className="overflow-x-auto border-t p-3 text-sm" tabIndex={0}>{JSON.stringify(image.meta, null, 2)}</pre>
        </details>
      )}
      {may("edit") && image.prompt && <Link to="/generate" search={{ again: image.id }} className={controlClass()}><Sparkles size={15} aria-hidden />Generate again</Link>}
    </div>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Text({ label, text }: { label: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <section>
      <div className="flex items-center justify-between"><h3 className="text-muted">{label}</h3><CopyButton text={text} /></div>
      <p className="max-h-60 overflow-y-auto whitespace-pre-wrap break-words" tabIndex={text.length > 600 ? 0 : undefined}>{text}</p>
    </section>
  );
}
