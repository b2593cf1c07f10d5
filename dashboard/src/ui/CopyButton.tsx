import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./Button";

/** Copies a text, and says so for two seconds. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
    setTimeout(() => setState("idle"), 2000);
  };
  return (
    <Button look="quiet" onClick={copy} icon={state === "copied" ? <Check size={14} /> : <Copy size={14} />} className="h-7! px-2! text-sm">
      <span aria-live="polite">{state === "copied" ? "Copied" : state === "failed" ? "Select and copy by hand" : label}</span>
    </Button>
  );
}
