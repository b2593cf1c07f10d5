import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton";

interface EmptyProps {
  /** One sentence. */
  children: ReactNode;
  /** A command that sends the first one. */
  curl?: string;
  action?: ReactNode;
}

/** Nothing is here, and how that changes. */
export function Empty({ children, curl, action }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center gap-4 px-4 py-10 text-center">
      <p className="text-muted">{children}</p>
      {action}
      {curl && (
        <div className="w-full overflow-hidden rounded-card border bg-sunken text-left">
          <div className="flex items-center justify-between border-b px-3 py-1">
            <span className="text-sm text-muted">Send the first one</span>
            <CopyButton text={curl} />
          </div>
          <pre className="overflow-x-auto p-3 text-sm" tabIndex={0}>{curl}</pre>
        </div>
      )}
      {curl && <a className="text-accent underline-offset-2 hover:underline" href="/docs">How apps send facts</a>}
    </div>
  );
}

/** A command that tracks one fact, as it is typed. */
export function curlOf(project: string, fact: object): string {
  const address = `${location.origin}/api/v1/track${project === "default" ? "" : `?project=${project}`}`;
  return `curl ${address} \\\n  -H "Authorization: Bearer $VITRINE_KEY" \\\n  --json '${JSON.stringify(fact)}'`;
}
