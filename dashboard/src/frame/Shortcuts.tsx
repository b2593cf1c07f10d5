import { Dialog } from "~/ui/Dialog";

const shortcuts: [string, string][] = [
  ["Ctrl K", "Search everything"],
  ["/", "Search on this page"],
  ["↑ ↓", "Move in a table"],
  ["Enter", "Open the row"],
  ["← →", "Previous and next picture"],
  ["Esc", "Close"],
  ["?", "This list"],
];

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {shortcuts.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt><kbd className="rounded-control border border-strong-border bg-sunken px-2 py-0.5 font-sans text-sm">{keys}</kbd></dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
