import { count, percent } from "~/format/format";
import { Link } from "~/frame/Link";
import { figure, useQuestion } from "~/pages/measures";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";

/** What went wrong, of whatever kind. */
export function ErrorsCard() {
  const kinds = [
    { label: "API calls", to: "/api-usage", search: {}, answer: useQuestion({ kind: "api_call", measure: "errors,error_rate" }) },
    { label: "Images", to: "/images", search: { status: "failed" }, answer: useQuestion({ kind: "image", measure: "errors,error_rate" }) },
    { label: "Commands", to: "/commands", search: {}, answer: useQuestion({ kind: "command", measure: "errors,error_rate" }) },
  ];
  const failed = kinds.find((kind) => kind.answer.isError);
  return (
    <Card title="Errors">
      {failed ? <ErrorNote error={failed.answer.error} retry={() => kinds.forEach((kind) => void kind.answer.refetch())} /> : kinds.some((kind) => !kind.answer.data) ? <SkeletonRows rows={3} className="h-8" /> : (
        <ul className="space-y-1">
          {kinds.map(({ label, to, search, answer }) => {
            const errors = figure(answer.data?.total, "errors");
            return (
              <li key={label}>
                <Link to={to} search={search} className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken">
                  <span aria-hidden className={`size-2 rounded-full ${errors ? "bg-bad" : "bg-good"}`} />
                  <span className="flex-1">{label}</span>
                  <span className="font-medium">{count(errors)}</span>
                  <span className="w-14 text-right text-muted">{percent(figure(answer.data?.total, "error_rate"))}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
