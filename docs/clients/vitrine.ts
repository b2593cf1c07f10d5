/** Tells Vitrine what your app does. One file, no dependency, for Node 20+, Deno and browsers: copy it. Nothing here blocks the app or throws into it. */
export type Fields = { [name: string]: unknown };
const defaults = { capacity: 10_000, batch: 100, interval: 1_000, timeout: 10_000 };

export class Vitrine {
  /** Facts that arrived, that the server refused and said why, and that had no room or found no way to the server. */
  sent = 0; refused = 0; dropped = 0;
  readonly #url: string; readonly #key: string; readonly #options: typeof defaults;
  #queue: string[] = []; #running: Promise<void> | undefined;
  #wake = () => {}; #isFilling = false; #deadline = Infinity;

  /** `capacity` and `batch` count facts, `interval` and `timeout` milliseconds. */
  constructor(url: string, key: string, options: Partial<typeof defaults> = {}) {
    [this.#url, this.#key, this.#options] = [url.replace(/\/+$/, "") + "/api/v1/track", key, { ...defaults, ...options }];
  }

  image(fields: Fields): void { this.track("image", fields); }
  message(role: string, conversation_id: string, fields: Fields = {}): void { this.track("message", { role, conversation_id, ...fields }); }
  conversation(conversation_id: string, action: string, fields: Fields = {}): void { this.track("conversation", { conversation_id, action, ...fields }); }
  activity(user_id: string | number, activity_type: string, fields: Fields = {}): void { this.track("activity", { user_id, activity_type, ...fields }); }
  apiCall(endpoint: string, method: string, status_code: number, fields: Fields = {}): void { this.track("api_call", { endpoint, method, status_code, ...fields }); }
  command(command_name: string, user_id: string | number, fields: Fields = {}): void { this.track("command", { command_name, user_id, ...fields }); }

  /** Takes any fact. The id is made here, so that sending again doubles nothing. */
  track(kind: string, fields: Fields): void {
    try {
      if (this.#queue.length >= this.#options.capacity) return this.#drop(1, "the queue is full");
      const id = kind === "conversation" ? undefined : crypto.randomUUID();
      this.#queue.push(JSON.stringify({ kind, id, timestamp: new Date().toISOString(), ...fields }));
      if (this.#isFilling && this.#queue.length >= this.#options.batch) this.#wake();
      this.#running ??= this.#run();
    } catch (error) { this.#drop(1, error); }
  }

  /** Measures a command and returns what it returns; whatever it throws is noted and thrown on. */
  async timed<T>(command_name: string, user_id: string | number, run: () => T | Promise<T>, fields: Fields = {}): Promise<T> {
    const began = performance.now();
    const end = (success: boolean, error?: string) => this.command(command_name, user_id, { execution_time: (performance.now() - began) / 1_000, success, error, ...fields });
    try {
      const result = await run();
      return end(true), result;
    } catch (error) { end(false, String(error)); throw error; }
  }

  /** Sends what is left, within so many milliseconds. Await it before `process.exit()`; a Node process that ends by itself needs no call. */
  async close(within = 5_000): Promise<void> {
    this.#deadline = Date.now() + within;
    this.#wake();
    await this.#running?.finally(() => { this.#deadline = Infinity; });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      this.#isFilling = this.#queue.length < this.#options.batch && this.#deadline === Infinity;
      await this.#wait(this.#isFilling ? this.#options.interval : 0, true);
      this.#isFilling = false;
      await this.#deliver(this.#queue.splice(0, this.#options.batch));
    }
    this.#running = undefined;
  }

  async #deliver(facts: string[]): Promise<void> {
    for (let attempt = 0; ; attempt = Math.min(attempt + 1, 10)) {
      const [problem, after] = await this.#send(facts);
      if (problem === undefined) return;
      if (problem === 413 && facts.length > 1) return await this.#deliver(facts.splice(0, facts.length >> 1)).then(() => this.#deliver(facts));
      const isFinal = typeof problem === "number" && problem < 500 && problem !== 408 && problem !== 429;
      const delay = Math.max(after * 1_000, Math.min(30_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2));
      if (isFinal || Date.now() + delay > this.#deadline) return this.#drop(facts.length, problem);
      await this.#wait(delay, this.#deadline < Infinity); // A process that ends waits for a server that is down only as long as close() says.
    }
  }

  async #send(facts: string[]): Promise<[problem: unknown, retryAfter: number]> {
    try {
      const headers = { Authorization: `Bearer ${this.#key}`, "Content-Type": "application/json" };
      const response = await fetch(this.#url, { method: "POST", headers, body: `[${facts.join(",")}]`, signal: AbortSignal.timeout(this.#options.timeout) });
      const text = await response.text();
      if (!response.ok) return [response.status, Number(response.headers.get("retry-after")) || 0];
      const { refused } = JSON.parse(text) as { refused: unknown[] };
      if (refused.length > 0) console.warn(`vitrine: ${refused.length} facts were refused, the first:`, refused[0]);
      [this.sent, this.refused] = [this.sent + facts.length - refused.length, this.refused + refused.length];
      return [undefined, 0];
    } catch (error) { return [error ?? "unknown", 0]; }
  }

  #wait(milliseconds: number, holdsProcess: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer: unknown = setTimeout(resolve, milliseconds);
      if (!holdsProcess) (timer as { unref?: () => void }).unref?.();
      this.#wake = () => { clearTimeout(timer as number); resolve(); };
    });
  }

  #drop(count: number, reason: unknown): void {
    if (this.dropped === 0) console.warn("vitrine: facts are dropped:", reason);
    this.dropped += count;
  }
}
