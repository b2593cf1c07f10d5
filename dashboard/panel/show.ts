import { count, duration, relative, shortCount, words } from "../src/format/format.ts";
import type { Reading } from "./read.ts";

const icons: [RegExp, string][] = [
  [/log_?out|sign_?out/, "🚪"], [/log_?in|sign_?in/, "🔑"], [/regist|sign_?up|join/, "👋"], [/message|chat|conversation/, "💬"], [/image|picture|imagine|generat/, "🖼️"], [/download|export/, "⬇️"], [/upload|import/, "⬆️"],
  [/delet|remov/, "🗑️"], [/edit|updat|chang/, "✏️"], [/search/, "🔍"], [/shar/, "🔗"], [/view|open|visit/, "👁️"],
];

/** An element with its text; nothing of what users wrote is ever more than text. */
function element(name: string, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const exact = (time: string) => new Date(time).toLocaleString();

/** Six figures, the last activities, the most active users. */
export function show({ summary, activities, users }: Reading, now: number): Node[] {
  const figures: [string, string, string][] = [
    ["Total users", shortCount(summary.total_users), count(summary.total_users)],
    ["Active today", shortCount(summary.active_users_today), count(summary.active_users_today)],
    ["Conversations", shortCount(summary.total_conversations), count(summary.total_conversations)],
    ["Messages", shortCount(summary.total_messages), count(summary.total_messages)],
    ["Tokens", shortCount(summary.total_tokens), count(summary.total_tokens)],
    ["Response time", duration(summary.avg_response_time), duration(summary.avg_response_time)],
  ];
  return [
    element("dl", {}, ...figures.map(([label, text, full]) => element("div", {}, element("dt", {}, label), element("dd", { title: full }, text)))),
    section("Recent activity", "Nothing happened yet.", element("ul", {}, ...activities.map((one) => element("li", {},
      element("span", { class: "icon", "aria-hidden": "true" }, icons.find(([pattern]) => pattern.test(one.activity_type.toLowerCase()))?.[1] ?? "•"),
      element("span", { class: "grow" }, element("b", {}, one.username ?? one.user_id ?? "Unknown"), " ", element("span", { class: "muted" }, words(one.activity_type).toLowerCase())),
      element("time", { class: "muted", datetime: one.timestamp, title: exact(one.timestamp) }, relative(one.timestamp, Math.max(now, Date.parse(one.timestamp)), undefined, "narrow")))))),
    section("Most active users", "Nobody yet.", element("ol", {}, ...users.map((user) => element("li", {},
      element("span", { class: user.rank === 1 ? "rank first" : "rank" }, String(user.rank)),
      element("span", { class: "grow" }, user.username ?? user.user_id),
      element("span", { class: "muted" }, count(user.activity_count)))))),
  ];
}

function section(title: string, empty: string, list: HTMLElement): HTMLElement {
  return element("section", {}, element("h3", {}, title), list.children.length > 0 ? list : element("p", { class: "muted" }, empty));
}

export function skeleton(): Node[] {
  return [element("dl", { "aria-hidden": "true" }, ...Array.from({ length: 6 }, () => element("div", {}, element("div", { class: "skeleton" })))), element("p", { class: "muted", role: "status" }, "Loading…")];
}

export function problem(text: string): HTMLElement {
  return element("p", { class: "error", role: "alert" }, text);
}
