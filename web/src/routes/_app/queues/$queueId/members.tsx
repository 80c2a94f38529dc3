import { createFileRoute } from "@tanstack/react-router";
import { MembersTab } from "@/features/queues/components/MembersTab";

export const Route = createFileRoute("/_app/queues/$queueId/members")({ component: Component });

function Component() {
  return <MembersTab queueId={Route.useParams().queueId} />;
}
