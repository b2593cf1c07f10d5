import type { ButtonHTMLAttributes, ReactNode } from "react";

type Look = "plain" | "primary" | "danger" | "quiet";

const looks: Record<Look, string> = {
  plain: "border border-strong-border bg-surface hover:bg-sunken",
  primary: "border border-accent bg-accent text-on-accent hover:opacity-90",
  danger: "border border-bad bg-surface text-bad hover:bg-bad-wash",
  quiet: "border border-transparent hover:bg-sunken",
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  icon?: ReactNode;
}

export const controlClass = (look: Look = "plain") =>
  `inline-flex h-8 items-center justify-center gap-2 whitespace-nowrap rounded-control px-3 font-medium transition-colors disabled:opacity-50 disabled:pointer-events-none ${looks[look]}`;

export function Button({ look = "plain", icon, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${controlClass(look)} ${children ? "" : "w-8 px-0!"} ${className}`} {...rest}>
      {icon}
      {children}
    </button>
  );
}
