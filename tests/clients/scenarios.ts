// What the tests of the clients let a process do: node scenarios.js SCENARIO URL KEY. The last line says what the client counted.
import { Vitrine } from "../../docs/clients/vitrine.ts";

declare const process: { argv: string[]; exit(code: number): never };

const [scenario, url, key] = process.argv.slice(2) as [string, string, string];

const scenarios: { [name: string]: () => Promise<void> } = {
  async kinds() {
    const vitrine = new Vitrine(url, key);
    vitrine.image({ prompt: "a fox", user_id: 42, generation_time: 1.5 });
    vitrine.message("assistant", "talk-1", { tokens: 12, response_time: 0.5, text: "tschüß 🦊" });
    vitrine.conversation("talk-1", "ended");
    vitrine.activity(42, "login");
    vitrine.apiCall("/users/42", "GET", 200, { response_time: 0.03 });
    vitrine.command("help", 42, { guild_id: "g1" });
    await vitrine.timed("imagine", 42, async () => "made").then((made) => { if (made !== "made") throw new Error(made); });
    const caught = await vitrine.timed("imagine", 42, () => { throw new Error("boom"); }).catch((error: Error) => error.message);
    if (caught !== "boom") throw new Error(caught);
    await vitrine.close();
    tell(vitrine);
  },
  async many() {
    const vitrine = new Vitrine(url, key, { interval: 50 });
    for (let index = 0; index < 250; index++) vitrine.command("imagine", index);
    vitrine.track("command", { command_name: "refused" });
    await vitrine.close();
    tell(vitrine);
  },
  async late() {
    const vitrine = new Vitrine(url, key, { interval: 1 });
    vitrine.command("imagine", 42);
    console.log("tracked");
    await vitrine.close(60_000);
    tell(vitrine);
  },
  async full() {
    const vitrine = new Vitrine(url, key, { capacity: 10, interval: 1 });
    const began = performance.now();
    for (let index = 0; index < 10_000; index++) vitrine.command("imagine", 42);
    const circular: { self?: unknown } = {};
    circular.self = circular;
    vitrine.image({ meta: circular });
    const took = performance.now() - began;
    if (took > 5_000) throw new Error(`tracking took ${took} ms`);
    await vitrine.close(200);
    tell(vitrine);
  },
  async exit() {
    const vitrine = new Vitrine(url, key, { interval: 300 });
    for (let index = 0; index < 5; index++) vitrine.command("imagine", 42);
    tell(vitrine);
  },
};

function tell({ sent, refused, dropped }: Vitrine): void {
  console.log(JSON.stringify({ sent, refused, dropped }));
}

await scenarios[scenario]!();
