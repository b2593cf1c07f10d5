import { ImageOff } from "lucide-react";
import { useState, type CSSProperties } from "react";
import { addressOf, type Shapes } from "~/api/client";
import { useSession } from "~/session/session";

export type ImageRecord = Shapes["StoredImage"];

/** Where the server shows the picture of an image, in one of its sizes or whole. */
export function pictureAddress(project: string, id: string, size?: 64 | 256 | 1024): string {
  return addressOf(project, `/api/v1/images/${encodeURIComponent(id)}/picture`, { size });
}

interface PictureProps {
  image: ImageRecord;
  size: 64 | 256 | 1024;
  className?: string;
  style?: CSSProperties;
}

/** The picture of an image, fetched when it comes near; a quiet placeholder where there is none. */
export function Picture({ image, size, className = "", style }: PictureProps) {
  const { project } = useSession();
  const [isMissing, setMissing] = useState(false);
  const mayHaveOne = image.status !== "failed" && (image.image_url || image.bytes);
  if (!mayHaveOne || isMissing) {
    return (
      <span role="img" aria-label={image.status === "failed" ? "It failed: no picture" : "No picture"} style={style} className={`grid place-items-center bg-sunken text-faint ${className}`}>
        <ImageOff size={size === 64 ? 18 : 28} aria-hidden />
      </span>
    );
  }
  return <img src={pictureAddress(project, image.id, size)} alt={altOf(image)} loading="lazy" decoding="async" draggable={false} onError={() => setMissing(true)} style={style} className={`bg-sunken ${className}`} />;
}

export function altOf(image: ImageRecord): string {
  const text = image.prompt ?? image.full_prompt;
  return text ? (text.length > 120 ? `${text.slice(0, 117)}…` : text) : "Picture without a prompt";
}

/** A name, a username, an id, or "Unknown". */
export function userName(image: { first_name?: string | null; username?: string | null; user_id?: string | null }): { name: string; detail: string | undefined } {
  return { name: image.first_name ?? (image.username ? `@${image.username}` : "Unknown"), detail: image.first_name && image.username ? `@${image.username}` : image.user_id ?? undefined };
}
