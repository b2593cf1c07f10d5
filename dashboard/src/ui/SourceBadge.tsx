/** How an image came to be, each in its colour. */
const sources: Record<string, { label: string; look: string }> = {
  message_response: { label: "Message reply", look: "bg-message-wash text-message" },
  scheduler: { label: "Auto-message", look: "bg-auto-wash text-auto" },
  history_start: { label: "History start", look: "bg-start-wash text-start" },
};

export const sourceLabel = (source: string | null | undefined) => (source ? sources[source]?.label ?? source : "Unknown");

export function SourceBadge({ source }: { source: string | null | undefined }) {
  return <Badge look={sources[source ?? ""]?.look}>{sourceLabel(source)}</Badge>;
}

export function Badge({ look = "bg-sunken text-muted", children }: { look?: string | undefined; children: string }) {
  return <span className={`inline-block whitespace-nowrap rounded-control px-2 py-0.5 text-sm font-medium ${look}`}>{children}</span>;
}
