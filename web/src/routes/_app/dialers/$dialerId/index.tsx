import { createFileRoute } from "@tanstack/react-router";
import { MonitorTab } from "@/features/dialers/components/MonitorTab";

export const Route = createFileRoute("/_app/dialers/$dialerId/")({ component: Component });

function Component() {
  return <MonitorTab dialerId={Route.useParams().dialerId} />;
}
