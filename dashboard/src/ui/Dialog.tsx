import { X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "./Button";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot. */
  actions?: ReactNode;
}

/** A question before anything else goes on. Esc, the X and a click outside close it. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog ref={dialog} aria-label={title} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === dialog.current) onClose(); }}
      className="m-auto w-[min(560px,calc(100vw-32px))] rounded-card border border-strong-border bg-surface p-0">
      <header className="flex items-center justify-between border-b px-4 py-2">
        <h2 className="text-lg font-semibold">{title}</h2>
        <Button look="quiet" aria-label="Close" onClick={onClose} icon={<X size={16} />} />
      </header>
      <div className="max-h-[70vh] overflow-auto p-4">{children}</div>
      {actions && <footer className="flex justify-end gap-2 border-t px-4 py-3">{actions}</footer>}
    </dialog>
  );
}
