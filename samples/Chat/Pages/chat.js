// Whatever people and the model write is text, never markup.
const find = (id) => document.getElementById(id);
const requestToken = document.querySelector("meta[name=request-token]").content;
const [list, messages, composer, text, trouble] = ["conversations", "messages", "composer", "text", "trouble"].map(find);

let conversations = [];
let current = null;

async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json", RequestVerificationToken: requestToken }, body: JSON.stringify(body) });
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.detail ?? `That did not work (${answer.status}).`);
  return answer.status === 204 ? null : answer.json();
}

/** Runs what a person asked for, and says where it failed. */
async function attempt(act) {
  trouble.hidden = true;
  try {
    await act();
  } catch (error) {
    trouble.textContent = error instanceof TypeError ? "The chat cannot be reached." : error.message;
    trouble.hidden = false;
  }
  show();
}

function make(name, attributes, ...children) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

const titleOf = (conversation) => conversation.messages.find((message) => message.role === "user")?.text ?? "New conversation";

function show() {
  list.replaceChildren(...conversations.map((one) => {
    const open = make("button", { type: "button", className: "open", textContent: titleOf(one), onclick: () => { current = one; show(); text.focus(); } });
    if (one === current) open.setAttribute("aria-current", "true");
    const end = make("button", { type: "button", className: "quiet", textContent: "✕", title: "End this conversation", onclick: () => attempt(() => finish(one)) });
    end.setAttribute("aria-label", `End “${titleOf(one)}”`);
    return make("li", {}, open, end);
  }));
  const said = current?.messages ?? [];
  messages.replaceChildren(...(said.length > 0
    ? said.map((message) => make("li", { className: message.role }, make("span", { className: "unseen", textContent: message.role === "user" ? "You: " : "Chat: " }), message.text))
    : [make("li", { className: "empty", textContent: "Say hello, or ask something." })]));
  messages.scrollTop = messages.scrollHeight;
}

async function start() {
  current = await ask("/conversations", {});
  conversations = [current, ...conversations];
}

async function finish(conversation) {
  await ask(`/conversations/${conversation.id}/end`, {});
  conversations = conversations.filter((one) => one !== conversation);
  if (current === conversation) current = conversations[0] ?? null;
}

async function say() {
  const said = text.value.trim();
  if (!said) return;
  if (!current) await start();
  const conversation = current;
  conversation.messages.push(...await ask(`/conversations/${conversation.id}/messages`, { text: said }));
  text.value = "";
}

find("new").addEventListener("click", () => attempt(async () => { await start(); text.focus(); }));
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  void attempt(say);
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

// Admins have the panel. Its script comes from Vitrine: while that is away, the button does nothing.
const [button, panel] = [find("analytics"), document.querySelector("vitrine-panel")];
button?.addEventListener("click", () => panel.toggle?.());
panel?.addEventListener("toggle", (event) => {
  button.setAttribute("aria-expanded", String(event.detail.open));
  document.body.classList.toggle("beside-panel", event.detail.open);
});

void attempt(async () => {
  conversations = await ask("/conversations");
  current = conversations[0] ?? null;
});
