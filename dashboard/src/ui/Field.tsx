import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";

const box = "w-full rounded-control border border-strong-border bg-surface px-3 disabled:opacity-50";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (id: string, describedBy: string | undefined) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">{label}</label>
      {children(id, note ? `${id}-note` : undefined)}
      {note && <p id={`${id}-note`} className={`text-sm ${error ? "text-bad" : "text-muted"}`}>{note}</p>}
    </div>
  );
}

export const Input = ({ className = "", ...rest }: InputHTMLAttributes<HTMLInputElement>) => <input className={`${box} h-9 ${className}`} {...rest} />;
export const TextArea = ({ className = "", ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) => <textarea className={`${box} py-2 ${className}`} {...rest} />;
export const Select = ({ className = "", ...rest }: SelectHTMLAttributes<HTMLSelectElement>) => <select className={`${box} h-9 ${className}`} {...rest} />;
