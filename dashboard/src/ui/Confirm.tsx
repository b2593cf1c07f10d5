import { useState, type ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ErrorNote } from "./ErrorNote";
import { Field, Input } from "./Field";

interface ConfirmProps {
  title: string;
  /** Names the thing and its size. */
  children: ReactNode;
  /** A verb: "Delete 12 images". */
  action: string;
  /** What has to be typed, where nothing can bring it back. */
  typed?: string;
  isBusy: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({ title, children, action, typed, isBusy, error, onConfirm, onClose }: ConfirmProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title={title} onClose={onClose} actions={<><Button onClick={onClose}>Keep it</Button><Button look="danger" disabled={isBusy || (typed !== undefined && text !== typed)} onClick={onConfirm}>{action}</Button></>}>
      <div className="space-y-4">
        <div>{children}</div>
        {typed !== undefined && <Field label={`Type ${typed} to go on`}>{(id) => <Input id={id} autoFocus autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />}</Field>}
        {error != null && <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
