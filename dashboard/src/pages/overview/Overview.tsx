import { Page } from "~/frame/Page";
import { count, duration, money, shortCount } from "~/format/format";
import { useQuestion, figure, pointsOf, type Kind } from "~/pages/measures";
import { ErrorNote } from "~/ui/ErrorNote";
import { ErrorsCard } from "./ErrorsCard";
import { FigureCard } from "./FigureCard";
import { FlowChart } from "./FlowChart";
import { PinnedViews } from "./PinnedViews";
import { RecentActivity } from "./RecentActivity";
import { SlowEndpoints } from "./SlowEndpoints";
import { SourcesCard } from "./SourcesCard";
import { TopUsers } from "./TopUsers";
import { Welcome } from "./Welcome";

interface Card {
  label: string;
  kind: Kind;
  measure: string;
  to: string;
  format: (value: number | null) => string;
  isMoreBetter?: boolean;
}

const cards: Card[] = [
  { label: "Active users", kind: "any", measure: "users", to: "/users", format: shortCount, isMoreBetter: true },
  { label: "Images", kind: "image", measure: "count", to: "/images", format: shortCount, isMoreBetter: true },
  { label: "Conversations", kind: "conversation", measure: "count", to: "/conversations", format: shortCount, isMoreBetter: true },
  { label: "Messages", kind: "message", measure: "count", to: "/conversations", format: shortCount, isMoreBetter: true },
  { label: "Tokens", kind: "message", measure: "tokens", to: "/conversations", format: shortCount },
  { label: "Response time", kind: "message", measure: "avg.duration", to: "/conversations", format: duration, isMoreBetter: false },
  { label: "API calls", kind: "api_call", measure: "count", to: "/api-usage", format: shortCount, isMoreBetter: true },
  { label: "API time", kind: "api_call", measure: "avg.duration", to: "/api-usage", format: duration, isMoreBetter: false },
  { label: "API errors", kind: "api_call", measure: "errors", to: "/api-usage", format: shortCount, isMoreBetter: false },
  { label: "Commands", kind: "command", measure: "count", to: "/commands", format: shortCount, isMoreBetter: true },
  { label: "Generation time", kind: "image", measure: "avg.duration", to: "/images", format: duration, isMoreBetter: false },
  { label: "Image cost", kind: "image", measure: "cost", to: "/images", format: money },
];

const measures: Partial<Record<Kind, string>> = {
  any: "users", image: "count,avg.duration,cost", conversation: "count", message: "count,tokens,avg.duration", api_call: "count,errors,avg.duration", command: "count",
};

/** How the app is doing: every figure leads to where it is explained. */
export function Overview() {
  const ask = (kind: Kind) => ({ kind, measure: measures[kind]!, isOverTime: true, isCompared: true });
  const answers: Partial<Record<Kind, ReturnType<typeof useQuestion>>> = {
    any: useQuestion(ask("any")), image: useQuestion(ask("image")), conversation: useQuestion(ask("conversation")),
    message: useQuestion(ask("message")), api_call: useQuestion(ask("api_call")), command: useQuestion(ask("command")),
  };
  const failed = Object.values(answers).find((answer) => answer.isError);
  return (
    <Page title="Overview" hasCompare>
      <div className="space-y-4 md:space-y-6">
        {failed && <ErrorNote error={failed.error} retry={() => Object.values(answers).forEach((answer) => void answer.refetch())} />}
        <Welcome />
        <PinnedViews />
        <div className="grid grid-cols-2 gap-3 md:grid-cols-3 md:gap-4 xl:grid-cols-4 2xl:grid-cols-6">
          {cards.map((card) => {
            const answer = answers[card.kind]!;
            const now = figure(answer.data?.total, card.measure);
            return (
              <FigureCard key={card.label} label={card.label} to={card.to} isMoreBetter={card.isMoreBetter} now={now} before={figure(answer.data?.compare?.total as never, card.measure)}
                value={answer.data ? card.format(now) : undefined} exact={card.format === shortCount ? count(now) : undefined} points={pointsOf(answer.data, card.measure)} />
            );
          })}
        </div>
        <div className="grid grid-cols-1 gap-4 md:gap-6 xl:grid-cols-2">
          <FlowChart title="Images" kind="image" answer={answers.image!} />
          <FlowChart title="Messages" kind="message" answer={answers.message!} />
        </div>
        <div className="grid grid-cols-1 gap-4 md:gap-6 lg:grid-cols-2 2xl:grid-cols-4">
          <SourcesCard />
          <TopUsers />
          <SlowEndpoints />
          <ErrorsCard />
        </div>
        <RecentActivity />
      </div>
    </Page>
  );
}
