import { createFileRoute } from "@tanstack/react-router";
import { QueuesPage } from "@/features/queues/components/QueuesPage";

export const Route = createFileRoute("/_app/queues/")({ component: Component });

function Component() {
  const navigate = Route.useNavigate();
  return (
    <QueuesPage onCreated={(queueId) => void navigate({ to: "/queues/$queueId", params: { queueId } })} />
  );
}
