import type { ReactNode } from "react";

interface CardProps {
  title?: ReactNode;
  /** At the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Without the space around: for tables. */
  flush?: boolean;
}

export function Card({ title, actions, children, className = "", flush = false }: CardProps) {
  return (
    <section className={`min-w-0 rounded-card border bg-surface ${className}`}>
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 px-4 py-2">
          <h2 className="text-base font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={flush ? "" : title ? "px-4 pb-4" : "p-4"}>{children}</div>
    </section>
  );
}
