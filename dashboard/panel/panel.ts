import css from "./panel.css?inline";
import { read, type Reading, type TokenSource } from "./read.ts";
import { problem, show, skeleton } from "./show.ts";

// The host's content security policy is asked for nothing: the sheet is made by the script and never written as text into the page.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

const here = import.meta.url;

/**
 * A side panel with the figures of an app, for its own pages: <vitrine-panel token-url="/my/panel-token"></vitrine-panel>. The page's server gets the token with a key and
 * hands it out; the panel renews it there. Attributes: server, token, token-url, activities (10), users (5), interval (seconds, 30; 0 for by button alone), heading, theme
 * (light, dark), button (with its text: a button of its own), open. Methods: toggle(), refresh(). It says when it opens and closes by the event "toggle". Opened by toggle() or its own button it takes the focus,
 * and gives it back when it closes.
 */
export class VitrinePanel extends HTMLElement {
  static readonly observedAttributes = ["open", "token", "token-url", "server", "activities", "users", "interval", "heading", "button"];

  #root = this.attachShadow({ mode: "open" });
  #panel = document.createElement("aside");
  #heading = document.createElement("h2");
  #body = document.createElement("div");
  #own = document.createElement("button");
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #token: string | undefined;
  #last: Reading | undefined;
  /** What had the focus before the panel took it. */
  #opener: Element | null = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#panel.className = "panel";
    this.#panel.setAttribute("role", "complementary");
    this.#panel.tabIndex = -1;
    this.#body.className = "body";
    // It scrolls, also for who has no mouse.
    this.#body.tabIndex = 0;
    this.#body.setAttribute("role", "group");
    const header = document.createElement("header");
    header.append(this.#heading, this.#makeButton("⟳", "Refresh", () => this.refresh()), this.#makeButton("✕", "Close", () => this.toggle(false)));
    this.#panel.append(header, this.#body);
    this.#own.addEventListener("click", () => this.toggle());
    this.#root.append(this.#own, this.#panel);
    this.#panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.toggle(false); });
  }

  get open(): boolean {
    return this.hasAttribute("open");
  }

  connectedCallback() {
    this.#dress();
    if (this.open) this.refresh();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name: string) {
    if (!this.isConnected) return;
    // Before it becomes inert, which would leave the focus nowhere.
    if (name === "open" && !this.open && this.#panel.contains(this.#root.activeElement)) (this.#opener as HTMLElement | null)?.focus();
    this.#dress();
    if (name === "heading" || name === "button") return;
    if (name.startsWith("token") || name === "server") this.#token = undefined;
    if (this.open) this.refresh();
    else this.#stop();
    if (name === "open") this.dispatchEvent(new CustomEvent("toggle", { detail: { open: this.open } }));
  }

  /** Shows it and moves the focus there, or hides it and gives the focus back. The attribute "open" shows it and leaves the focus alone. */
  toggle(open = !this.open) {
    if (open === this.open) return;
    this.#opener = open ? (this.#root.activeElement ?? (this.getRootNode() as Document | ShadowRoot).activeElement) : this.#opener;
    this.toggleAttribute("open", open);
    if (open) this.#panel.focus({ preventScroll: true });
  }

  /** Reads everything again, now. */
  refresh() {
    this.#stop();
    const running = (this.#running = new AbortController());
    void this.#read(running).finally(() => {
      const seconds = this.#number("interval", 30);
      if (!running.signal.aborted && seconds > 0) this.#timer = setTimeout(() => this.refresh(), seconds * 1000);
    });
  }

  async #read(running: AbortController) {
    if (!this.#last) this.#body.replaceChildren(...skeleton());
    this.#body.classList.toggle("stale", this.#last !== undefined);
    try {
      const server = (this.getAttribute("server") ?? new URL(here).origin).replace(/\/$/, "");
      this.#last = await read(server, this.#tokenSource, { activities: this.#number("activities", 10), users: this.#number("users", 5) }, running.signal, () => { this.#token = undefined; });
      this.#body.replaceChildren(...show(this.#last, Date.now()));
    } catch (error) {
      if (running.signal.aborted) return;
      const text = error instanceof TypeError ? `Vitrine cannot be reached.${this.#number("interval", 30) > 0 ? " It is tried again." : ""}` : error instanceof Error ? error.message : String(error);
      this.#body.replaceChildren(problem(text), ...(this.#last ? show(this.#last, Date.now()) : []));
    } finally {
      if (!running.signal.aborted) this.#body.classList.remove("stale");
    }
  }

  #tokenSource: TokenSource = async (signal) => {
    if (this.#token) return this.#token;
    const address = this.getAttribute("token-url");
    if (!address) return this.getAttribute("token") ?? "";
    const answer = await fetch(new URL(address, document.baseURI), { signal, credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The page's server gave no token (${answer.status}).`);
    this.#token = ((await answer.json()) as { token: string }).token;
    return this.#token;
  };

  #stop() {
    this.#running?.abort();
    clearTimeout(this.#timer);
  }

  #dress() {
    const heading = this.getAttribute("heading") ?? "Analytics";
    this.#heading.textContent = heading;
    this.#panel.setAttribute("aria-label", heading);
    this.#body.setAttribute("aria-label", "Figures");
    this.#panel.inert = !this.open;
    this.#own.hidden = !this.hasAttribute("button");
    this.#own.textContent = this.getAttribute("button") || "📊 Analytics";
    this.#own.setAttribute("aria-expanded", String(this.open));
  }

  #number(name: string, usual: number): number {
    const value = Number(this.getAttribute(name) ?? usual);
    return Number.isFinite(value) && value >= 0 ? value : usual;
  }

  #makeButton(text: string, name: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.className = "quiet";
    button.textContent = text;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    return button;
  }
}

if (!customElements.get("vitrine-panel")) customElements.define("vitrine-panel", VitrinePanel);
