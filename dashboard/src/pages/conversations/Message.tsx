import type { Shapes } from "~/api/client";
import { count, duration, money, words } from "~/format/format";
import { Ago } from "~/ui/Time";
import type { ReactNode } from "react";

/** A message with what it took: its role, tokens, model and times. */
export function Message({ message, isMarked = false, children }: { message: Shapes["StoredMessage"]; isMarked?: boolean; children?: ReactNode }) {
  const isUser = message.role === "user";
  return (
    <article id={`message-${message.id}`} className={`max-w-3xl rounded-card border p-4 ${isUser ? "bg-surface" : "ml-auto bg-sunken"} ${isMarked ? "outline-2 outline-accent" : ""}`}>
      <header className="mb-1 flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <span className="font-medium text-text">{isUser ? message.first_name ?? message.username ?? "User" : words(message.role ?? "")}</span>
        {message.model && <span>{message.model}</span>}
        {message.tokens != null && <span>{count(message.tokens)} tokens</span>}
        {message.response_time != null && <span>{duration(message.response_time)}</span>}
        {message.cost != null && message.cost > 0 && <span>{money(message.cost)}</span>}
        <span className="ml-auto"><Ago at={message.created_at} /></span>
      </header>
      {message.text ? <p className="whitespace-pre-wrap break-words">{message.text}</p> : <p className="text-faint">Kept without its text.</p>}
      {children}
    </article>
  );
}
