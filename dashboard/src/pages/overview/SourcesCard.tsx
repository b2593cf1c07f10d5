import { useOpen } from "~/frame/useOpen";
import { Split } from "~/pages/Split";
import { sourceColour, sourceLabel } from "~/ui/SourceBadge";

/** How images came to be. */
export function SourcesCard() {
  const open = useOpen();
  return <Split title="Images by source" kind="image" dimension="source" label={sourceLabel} colour={sourceColour} isDonut onPick={(source) => open("/images", { source })} />;
}
