import { ChevronLeft, ChevronRight, ImageOff, Maximize, RefreshCw, X } from "lucide-react";
import { useEffect, useRef, useState, type PointerEvent } from "react";
import { useSession } from "~/session/session";
import { Button } from "~/ui/Button";
import { altOf, pictureAddress, type ImageRecord } from "./Picture";
import { ImageDetails } from "./ImageDetails";

interface LightboxProps {
  image: ImageRecord | undefined;
  /** Those before and after, whose pictures are fetched ahead. */
  neighbours: (ImageRecord | undefined)[];
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** One picture with everything that is known of it. Arrows go on, Esc and a click outside close. */
export function Lightbox({ image, neighbours, onClose, onPrevious, onNext }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { project } = useSession();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  useEffect(() => {
    for (const one of neighbours) if (one?.image_url) new Image().src = pictureAddress(project, one.id);
  }, [neighbours, project]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea")) return;
      if (event.key === "ArrowLeft") onPrevious?.();
      else if (event.key === "ArrowRight") onNext?.();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [onPrevious, onNext]);
  return (
    <dialog ref={dialog} aria-label={image ? altOf(image) : "Image"} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === dialog.current) onClose(); }}
      className="m-auto h-[calc(100dvh-32px)] max-h-none w-[calc(100vw-32px)] max-w-none overflow-hidden rounded-card border border-strong-border bg-surface p-0 max-md:h-dvh max-md:w-screen max-md:rounded-none max-md:border-0">
      <div className="flex h-full max-md:flex-col">
        <div className="relative min-h-0 min-w-0 flex-1 bg-sunken max-md:min-h-[55dvh]">
          {image && <Stage key={image.id} image={image} />}
          <Button aria-label="Previous image" disabled={!onPrevious} onClick={onPrevious} icon={<ChevronLeft size={18} />} className="absolute! left-3 top-1/2" />
          <Button aria-label="Next image" disabled={!onNext} onClick={onNext} icon={<ChevronRight size={18} />} className="absolute! right-3 top-1/2" />
        </div>
        <aside aria-label="Details" className="w-[380px] shrink-0 overflow-y-auto border-l p-4 max-md:w-full max-md:shrink max-md:border-l-0 max-md:border-t">
          <div className="mb-2 flex justify-end"><Button look="quiet" aria-label="Close" onClick={onClose} icon={<X size={18} />} /></div>
          {image && <ImageDetails image={image} />}
        </aside>
      </div>
    </dialog>
  );
}

/** The picture, fitted or at its own size; at its own size it is dragged. */
function Stage({ image }: { image: ImageRecord }) {
  const { project } = useSession();
  const [state, setState] = useState<"loading" | "shown" | "missing">(image.image_url && image.status !== "failed" ? "loading" : "missing");
  const [scale, setScale] = useState<number>();
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    setShift({ x: event.clientX - drag.current.x, y: event.clientY - drag.current.y });
  };
  const fit = () => {
    setScale(undefined);
    setShift({ x: 0, y: 0 });
  };
  if (state === "missing") {
    return (
      <div className="grid h-full place-items-center">
        <div className="flex max-w-sm flex-col items-center gap-3 px-6 text-center text-muted">
          <ImageOff size={40} aria-hidden className="text-faint" />
          {image.status === "failed" ? <p>No picture was made. {image.error}</p> : image.image_url ? <p>The picture cannot be fetched from where it is.</p> : <p>This image was tracked without a picture.</p>}
          {image.image_url && image.status !== "failed" && <Button icon={<RefreshCw size={14} />} onClick={() => { setAttempt(attempt + 1); setState("loading"); }}>Retry</Button>}
        </div>
      </div>
    );
  }
  const isOwnSize = scale !== undefined;
  return (
    <div className={`grid h-full touch-none place-items-center overflow-hidden ${isOwnSize ? "cursor-grab active:cursor-grabbing" : "cursor-zoom-in"}`}
      onWheel={(event) => setScale(Math.min(8, Math.max(0.1, (scale ?? 1) * Math.exp(-event.deltaY / 500))))}
      onPointerDown={(event) => { if (isOwnSize) { drag.current = { x: event.clientX - shift.x, y: event.clientY - shift.y }; event.currentTarget.setPointerCapture(event.pointerId); } }}
      onPointerMove={move} onPointerUp={() => { drag.current = undefined; }} onDoubleClick={() => (isOwnSize ? fit() : setScale(1))}>
      <img key={attempt} src={pictureAddress(project, image.id)} alt={altOf(image)} draggable={false} onLoad={() => setState("shown")} onError={() => setState("missing")}
        width={image.width ?? undefined} height={image.height ?? undefined}
        style={isOwnSize ? { transform: `translate(${shift.x}px, ${shift.y}px) scale(${scale})`, maxWidth: "none" } : undefined}
        className={`${isOwnSize ? "" : "absolute inset-0 size-full object-contain"} ${state === "loading" ? "opacity-0" : "transition-opacity"}`} />
      <div className="absolute bottom-3 left-1/2 flex -translate-x-1/2 gap-1 rounded-control border bg-surface p-1" onDoubleClick={(event) => event.stopPropagation()}>
        <Button look={isOwnSize ? "quiet" : "plain"} aria-pressed={!isOwnSize} onClick={fit} icon={<Maximize size={14} />} className="h-7!">Fit</Button>
        <Button look={scale === 1 ? "plain" : "quiet"} aria-pressed={scale === 1} onClick={() => { setScale(1); setShift({ x: 0, y: 0 }); }} className="h-7!">100 %</Button>
      </div>
    </div>
  );
}
