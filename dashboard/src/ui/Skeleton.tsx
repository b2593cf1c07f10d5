import { useEffect, useState } from "react";

/** Grey in the final shape, once waiting is felt: after 150 ms. */
export function Skeleton({ className = "h-4 w-full" }: { className?: string }) {
  const [isShown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return <div aria-hidden className={`rounded-control ${isShown ? "animate-pulse bg-sunken" : ""} ${className}`} />;
}

export function SkeletonRows({ rows = 6, className = "h-9" }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className="space-y-2">
      {Array.from({ length: rows }, (_, row) => <Skeleton key={row} className={`w-full ${className}`} />)}
    </div>
  );
}
