import { Link } from "~/frame/Link";

/** Who it was, as a link to everything of them. */
export function UserCell({ user }: { user: { user_id?: string | null; username?: string | null; first_name?: string | null } }) {
  if (!user.user_id) return <span className="text-muted">Unknown</span>;
  return (
    <Link to="/user" search={{ id: user.user_id }} onClick={(event) => event.stopPropagation()} className="font-medium hover:text-accent hover:underline">
      {user.first_name ?? user.username ?? user.user_id}
    </Link>
  );
}
