import { chartOf } from "~/charts/series";
import { TimeChart } from "~/charts/TimeChart";
import { shortCount } from "~/format/format";
import type { Kind, useQuestion } from "~/pages/measures";
import { Card } from "~/ui/Card";
import { Skeleton } from "~/ui/Skeleton";
import { dayOf } from "~/view/range";
import { useChangeSearch } from "~/view/search";
import { useRange } from "~/view/useRange";

interface FlowChartProps {
  title: string;
  kind: Kind;
  answer: ReturnType<typeof useQuestion>;
}

/** How many of a kind over time. Marking a span narrows the range. */
export function FlowChart({ title, answer }: FlowChartProps) {
  const { range, interval } = useRange();
  const change = useChangeSearch();
  const data = answer.data;
  return (
    <Card>
      {data
        ? <TimeChart name={`${title} over time`} look="stacked" interval={interval} tz={data.tz} format={shortCount}
            data={chartOf(range.compare ? data : { ...data, compare: null }, "count", () => range.compare ? "This period" : "")}
            onSelect={(from, to) => change({ range: undefined, from: dayOf(new Date(from * 1000), data.tz), to: dayOf(new Date(to * 1000), data.tz) })} />
        : <Skeleton className="h-[272px] w-full" />}
    </Card>
  );
}
