import {
  autoUpdate, flip, FloatingFocusManager, FloatingPortal, offset, shift, size, useClick, useDismiss, useFloating, useInteractions, useRole, type Placement,
} from "@floating-ui/react";
import { useState, type ReactNode } from "react";
import { controlClass } from "./Button";

interface PopoverProps {
  /** What the button shows. */
  label: ReactNode;
  /** The button's name for those who do not see it. */
  name: string;
  placement?: Placement;
  className?: string;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a small surface; Esc and a click outside close it, and the focus comes back. */
export function Popover({ label, name, placement = "bottom-start", className = controlClass(), children }: PopoverProps) {
  const [isOpen, setOpen] = useState(false);
  const { refs, floatingStyles, context } = useFloating({
    open: isOpen,
    onOpenChange: setOpen,
    placement,
    whileElementsMounted: autoUpdate,
    middleware: [offset(6), flip(), shift({ padding: 8 }), size({ padding: 8, apply: ({ availableHeight, elements }) => { elements.floating.style.maxHeight = `${availableHeight}px`; } })],
  });
  const { getReferenceProps, getFloatingProps } = useInteractions([useClick(context), useDismiss(context), useRole(context, { role: "dialog" })]);
  return (
    <>
      <button type="button" ref={refs.setReference} aria-label={name} className={className} {...getReferenceProps()}>{label}</button>
      {isOpen && (
        <FloatingPortal>
          <FloatingFocusManager context={context} modal={false}>
            <div ref={refs.setFloating} style={floatingStyles} aria-label={name} className="z-50 overflow-auto rounded-card border border-strong-border bg-surface p-1 shadow-lg" {...getFloatingProps()}>
              {children(() => setOpen(false))}
            </div>
          </FloatingFocusManager>
        </FloatingPortal>
      )}
    </>
  );
}

/** A line of a popover that can be chosen. */
export function Choice({ isChosen = false, onChoose, children }: { isChosen?: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onChoose} aria-pressed={isChosen}
      className={`flex w-full items-center gap-2 rounded-control px-3 py-1.5 text-left hover:bg-sunken ${isChosen ? "bg-accent-wash text-accent" : ""}`}>
      {children}
    </button>
  );
}
