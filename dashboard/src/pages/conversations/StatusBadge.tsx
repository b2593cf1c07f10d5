import { Badge } from "~/ui/SourceBadge";
import { words } from "~/format/format";

const looks: Record<string, string> = {
  active: "bg-message-wash text-message", succeeded: "bg-message-wash text-message", running: "bg-accent-wash text-accent", queued: "bg-sunken text-muted", ended: "bg-sunken text-muted",
  failed: "bg-bad-wash text-bad", deleted: "bg-bad-wash text-bad", cancelled: "bg-sunken text-muted",
};

export function StatusBadge({ status }: { status: string }) {
  return <Badge look={looks[status]}>{words(status)}</Badge>;
}
