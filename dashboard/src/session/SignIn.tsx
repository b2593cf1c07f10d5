import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { createApi, defaultProject } from "~/api/client";
import { Problem } from "~/api/problem";
import { Button } from "~/ui/Button";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input } from "~/ui/Field";
import { sessionKey } from "./session";

/** Shown in the place of any page as long as nobody is signed in, so that afterwards that page is there. */
export function SignIn() {
  const cache = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { document.title = "Sign in · Vitrine"; }, []);
  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { data } = await createApi(defaultProject, undefined).POST("/auth/session", { body: { username, password } });
      cache.setQueryData(sessionKey, data);
    } catch (error) {
      setProblem(Problem.of(error));
      setBusy(false);
    }
  };
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <form onSubmit={signIn} className="w-full max-w-sm space-y-4 rounded-card border bg-surface p-6">
        <div className="flex items-center gap-3">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <h1 className="text-xl font-semibold">Sign in to Vitrine</h1>
        </div>
        {problem && <ErrorNote error={problem} />}
        <Field label="Name">{(id) => <Input id={id} name="username" autoComplete="username" autoFocus required value={username} onChange={(event) => setUsername(event.target.value)} />}</Field>
        <Field label="Password">{(id) => <Input id={id} name="password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />}</Field>
        <Button look="primary" type="submit" disabled={isBusy} className="h-9! w-full">{isBusy ? "Signing in…" : "Sign in"}</Button>
      </form>
    </main>
  );
}
