import { createFileRoute } from "@tanstack/react-router";
import { QueueSettings } from "@/features/queues/components/QueueSettings";

export const Route = createFileRoute("/_app/queues/$queueId/")({ component: Component });

function Component() {
  return <QueueSettings queueId={Route.useParams().queueId} />;
}
