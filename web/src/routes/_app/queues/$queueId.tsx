import { createFileRoute, Outlet } from "@tanstack/react-router";
import { QueuePage } from "@/features/queues/components/QueuePage";

export const Route = createFileRoute("/_app/queues/$queueId")({ component: Component });

function Component() {
  const { queueId } = Route.useParams();
  return (
    <QueuePage key={queueId} queueId={queueId}>
      <Outlet />
    </QueuePage>
  );
}
