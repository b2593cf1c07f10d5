import { Frame } from "~/frame/Frame";
import { Button } from "~/ui/Button";
import { ErrorNote } from "~/ui/ErrorNote";
import { SignIn } from "./SignIn";
import { SessionProvider, useSession, useSignedIn, useSignOut } from "./session";

/** Lets in who is signed in. */
export function Door() {
  const signedIn = useSignedIn();
  if (signedIn.isError && !signedIn.data) return <main className="mx-auto max-w-xl p-8"><ErrorNote error={signedIn.error} retry={() => void signedIn.refetch()} /></main>;
  if (signedIn.data === undefined) return null;
  if (signedIn.data === null) return <SignIn />;
  return <SessionProvider answer={signedIn.data}><Inside /></SessionProvider>;
}

function Inside() {
  const { details, project, projects } = useSession();
  const signOut = useSignOut();
  if (details) return <Frame />;
  return (
    <main className="mx-auto max-w-xl space-y-4 p-8">
      <h1 className="text-xl font-semibold">There is no project “{project}” for you</h1>
      {projects.length === 0
        ? <p className="text-muted">No project has given you a role yet. Ask one of its admins.</p>
        : <ul className="list-disc pl-5">{projects.map((one) => <li key={one.slug}><a className="text-accent underline" href={one.slug === "default" ? "/" : `/?project=${one.slug}`}>{one.name}</a></li>)}</ul>}
      <Button onClick={() => void signOut()}>Sign out</Button>
    </main>
  );
}
