import { createFileRoute } from "@tanstack/react-router";
import { DispositionsTab } from "@/features/queues/components/DispositionsTab";

export const Route = createFileRoute("/_app/queues/$queueId/dispositions")({ component: Component });

function Component() {
  return <DispositionsTab queueId={Route.useParams().queueId} />;
}
