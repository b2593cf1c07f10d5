import { useRead } from "~/api/useRead";
import { useSession } from "~/session/session";
import { Card } from "~/ui/Card";
import { curlOf, Empty } from "~/ui/Empty";

/** In a project without any fact: how the first comes in. */
export function Welcome() {
  const { project } = useSession();
  const { data } = useRead("/api/v1/analytics/summary", { params: { query: {} } });
  if (!data || data.total_users > 0 || data.total_images > 0 || data.total_messages > 0 || data.total_api_calls > 0 || data.total_commands > 0) return null;
  return (
    <Card>
      <Empty curl={curlOf(project, { kind: "image", user_id: "42", username: "ada", prompt: "A glass case full of clouds", image_url: "https://example.com/clouds.png", generation_time: 3.4 })}>
        Nothing has been tracked in this project yet. Make a key under Settings, then send the first fact.
      </Empty>
    </Card>
  );
}
