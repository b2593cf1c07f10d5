/** How an image came to be, each in its colour. */
const sources: Record<string, { label: string; look: string; colour: string }> = {
  message_response: { label: "Message reply", look: "bg-message-wash text-message", colour: "var(--series-2)" },
  scheduler: { label: "Auto-message", look: "bg-auto-wash text-auto", colour: "var(--series-7)" },
  history_start: { label: "History start", look: "bg-start-wash text-start", colour: "var(--series-6)" },
};

export const sourceLabel = (source: string | null | undefined) => (source ? sources[source]?.label ?? source : "Unknown");

/** Of a source in a chart. */
export const sourceColour = (source: string | null | undefined) => sources[source ?? ""]?.colour ?? "var(--series-other)";

export function SourceBadge({ source }: { source: string | null | undefined }) {
  return <Badge look={sources[source ?? ""]?.look}>{sourceLabel(source)}</Badge>;
}

export function Badge({ look = "bg-sunken text-muted", children }: { look?: string | undefined; children: string }) {
  return <span className={`inline-block whitespace-nowrap rounded-control px-2 py-0.5 text-sm font-medium ${look}`}>{children}</span>;
}
