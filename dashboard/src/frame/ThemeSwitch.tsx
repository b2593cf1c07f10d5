import { Monitor, Moon, Sun } from "lucide-react";
import { Choice, Popover } from "~/ui/Popover";
import { useTheme, type Theme } from "./theme";

const themes: { key: Theme; title: string; icon: typeof Sun }[] = [
  { key: "light", title: "Light", icon: Sun },
  { key: "dark", title: "Dark", icon: Moon },
  { key: "system", title: "As the system", icon: Monitor },
];

export function ThemeSwitch({ titleClass }: { titleClass: string }) {
  const [theme, choose] = useTheme();
  const current = themes.find((one) => one.key === theme)!;
  return (
    <Popover name="Theme" placement="right-end" className="flex h-9 w-full items-center gap-3 rounded-control px-3 text-muted hover:bg-sunken hover:text-text"
      label={<><current.icon size={17} aria-hidden className="shrink-0" /><span className={titleClass}>Theme</span></>}>
      {(close) => themes.map((one) => (
        <Choice key={one.key} isChosen={one.key === theme} onChoose={() => { choose(one.key); close(); }}><one.icon size={15} aria-hidden />{one.title}</Choice>
      ))}
    </Popover>
  );
}
