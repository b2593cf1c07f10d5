import { useState } from "react";
import { useChange } from "~/api/useChange";
import { useSession, useSignOut } from "~/session/session";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { ErrorNote } from "~/ui/ErrorNote";
import { Field, Input } from "~/ui/Field";

/** One's own account. */
export function You() {
  const { account, api } = useSession();
  const signOut = useSignOut();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [isDone, setDone] = useState(false);
  const save = useChange<void>((caller) => caller.PUT("/auth/password", { body: { current, new: next } }) as Promise<{ data?: unknown }>);
  return (
    <div className="space-y-6">
      <Card title={account?.username ?? "You"}>
        <p className="text-muted">{account?.roles.map((role) => `${role.role} of ${role.project === "*" ? "all projects" : role.project}`).join(", ") || "No role yet"}</p>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button onClick={() => void signOut()}>Sign out</Button>
          <Button onClick={() => void api.DELETE("/auth/sessions").then(() => location.reload())}>Sign out everywhere</Button>
        </div>
      </Card>
      <Card title="Change the password">
        <form className="max-w-sm space-y-4" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: () => { setDone(true); setCurrent(""); setNext(""); } }); }}>
          {save.isError && <ErrorNote error={save.error} />}
          {isDone && <p role="status" className="text-good">The password is changed. All other sessions have ended.</p>}
          <input type="text" autoComplete="username" value={account?.username ?? ""} readOnly hidden />
          <Field label="Current password">{(id) => <Input id={id} type="password" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.target.value)} />}</Field>
          <Field label="New password" hint="From 8 to 128 characters.">{(id, note) => <Input id={id} aria-describedby={note} type="password" autoComplete="new-password" minLength={8} maxLength={128} required value={next} onChange={(event) => setNext(event.target.value)} />}</Field>
          <Button look="primary" type="submit" disabled={save.isPending}>Change it</Button>
        </form>
      </Card>
    </div>
  );
}
