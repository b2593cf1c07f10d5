import { Download } from "lucide-react";
import { addressOf } from "~/api/client";
import { useSession } from "~/session/session";
import { controlClass } from "~/ui/Button";
import { Choice, Popover } from "~/ui/Popover";

/** Everything that the table shows the beginning of, as a file. */
export function ExportMenu({ what, parameters }: { what: string; parameters: Record<string, string> }) {
  const { project } = useSession();
  return (
    <Popover name="Export" placement="bottom-end" className={controlClass()} label={<><Download size={15} aria-hidden />Export</>}>
      {(close) => ["csv", "json", "ndjson"].map((format) => (
        <Choice key={format} onChoose={() => { close(); location.assign(addressOf(project, `/api/v1/export/${what}.${format}`, parameters)); }}>{format.toUpperCase()}</Choice>
      ))}
    </Popover>
  );
}
