import { RefreshCw, TriangleAlert } from "lucide-react";
import { Problem } from "~/api/problem";
import { Button } from "./Button";

/** What went wrong in a person's words, and what can be done. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = Problem.of(error);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-control bg-bad-wash px-4 py-3">
      <TriangleAlert size={18} className="shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{problem.title}</p>
        {problem.detail && <p className="text-muted">{problem.detail}</p>}
      </div>
      {retry && <Button onClick={retry} icon={<RefreshCw size={14} />}>Retry</Button>}
    </div>
  );
}
