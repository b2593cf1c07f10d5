import { Link as RouterLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode } from "react";
import { useSearch } from "~/view/search";
import { keptSearch } from "./pages";

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  to: string;
  /** The query string there, beside the project and the range. */
  search?: Record<string, string | undefined>;
  children: ReactNode;
}

/** A link to a page of the dashboard, which keeps the project and the range. */
export function Link({ to, search = {}, children, ...rest }: LinkProps) {
  const kept = keptSearch(useSearch());
  return <RouterLink to={to as never} search={{ ...kept, ...search } as never} {...rest}>{children}</RouterLink>;
}

/** A link out of the dashboard, or the text alone where it is no address that a browser may open. */
export function OutLink({ href, children }: { href: string; children: ReactNode }) {
  return isWebAddress(href) ? <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent underline-offset-2 hover:underline">{children}</a> : <span>{children}</span>;
}

export function isWebAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
