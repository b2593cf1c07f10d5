/** What the panel shows, read with the token that the host's server got for this page. */

export interface Summary {
  total_users: number;
  active_users_today: number;
  total_conversations: number;
  total_messages: number;
  total_tokens: number;
  avg_response_time: number | null;
}

export interface Activity {
  id: string;
  user_id: string | null;
  username: string | null;
  activity_type: string;
  timestamp: string;
}

export interface TopUser {
  rank: number;
  user_id: string;
  username: string | null;
  activity_count: number;
}

export interface Reading {
  summary: Summary;
  activities: Activity[];
  users: TopUser[];
}

/** Asks the host's server for a token. */
export type TokenSource = (signal: AbortSignal) => Promise<string>;

/** Reads everything at once. A token that is over is renewed once. */
export async function read(server: string, token: TokenSource, lengths: { activities: number; users: number }, signal: AbortSignal, renew: () => void): Promise<Reading> {
  const paths = ["summary", `users/activities?limit=${lengths.activities}`, `users/top?by=activity&limit=${lengths.users}`];
  for (let attempt = 0; ; attempt++) {
    const secret = await token(signal);
    const answers = await Promise.all(paths.map((path) => fetch(`${server}/api/v1/analytics/${path}`, { signal, headers: { Authorization: `Bearer ${secret}` }, credentials: "omit" })));
    if (attempt === 0 && answers.some((answer) => answer.status === 401)) {
      renew();
      continue;
    }
    const failed = answers.find((answer) => !answer.ok);
    if (failed) throw new Error(failed.status === 401 || failed.status === 403 ? "This page may not read the statistics." : `The statistics could not be read (${failed.status}).`);
    const [summary, activities, users] = (await Promise.all(answers.map((answer) => answer.json()))) as [Summary, Activity[], TopUser[]];
    return { summary, activities, users };
  }
}
