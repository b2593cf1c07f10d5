import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown } from "lucide-react";
import { defaultProject } from "~/api/client";
import { useSession } from "~/session/session";
import { controlClass } from "~/ui/Button";
import { Choice, Popover } from "~/ui/Popover";

export function ProjectSwitcher() {
  const { project, details, projects } = useSession();
  const navigate = useNavigate();
  const name = details?.name ?? project;
  if (projects.length < 2) return <span className="max-w-40 truncate text-muted">{name}</span>;
  return (
    <Popover name={`Project ${name}`} className={`${controlClass("quiet")} px-2!`} label={<><span className="max-w-40 truncate">{name}</span><ChevronsUpDown size={14} aria-hidden /></>}>
      {(close) => projects.map((one) => (
        <Choice key={one.slug} isChosen={one.slug === project}
          onChoose={() => { close(); void navigate({ to: ".", search: (one.slug === defaultProject ? {} : { project: one.slug }) as never }); }}>
          <span className="flex-1 truncate">{one.name}</span>
          {one.is_archived && <span className="text-sm text-faint">archived</span>}
        </Choice>
      ))}
    </Popover>
  );
}
