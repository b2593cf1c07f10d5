import { chartOf } from "~/charts/series";
import { TimeChart } from "~/charts/TimeChart";
import { shortCount } from "~/format/format";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { Skeleton } from "~/ui/Skeleton";
import { dayOf } from "~/view/range";
import { useChangeSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { useQuestion, type Question } from "./measures";

interface OverTimeProps {
  title: string;
  question: Question;
  measure?: string;
  look?: "line" | "stacked";
  format?: (value: number | null) => string;
  label?: (key: string | null, label: string | null) => string;
}

/** A figure over the range of the page, in one series or by a dimension. Marking a span narrows the range. */
export function OverTime({ title, question, measure = question.measure.split(",")[0]!, look = "stacked", format = shortCount, label = (key, name) => name ?? key ?? "This period" }: OverTimeProps) {
  const { range, interval } = useRange();
  const change = useChangeSearch();
  const { data, isError, error, refetch } = useQuestion({ ...question, isOverTime: true, isCompared: range.compare && !question.by });
  return (
    <Card>
      {isError ? <ErrorNote error={error} retry={() => void refetch()} /> : data ? (
        <TimeChart name={title} look={look} interval={interval} tz={data.tz} format={format} data={chartOf(data, measure, label)}
          onSelect={(from, to) => change({ range: undefined, from: dayOf(new Date(from * 1000), data.tz), to: dayOf(new Date(to * 1000), data.tz), page: undefined })} />
      ) : <Skeleton className="h-[272px] w-full" />}
    </Card>
  );
}
