import { createFileRoute, redirect } from "@tanstack/react-router";
import { can } from "@/api/session";
import { destinationsFor } from "@/app/navigation";
import { Welcome } from "@/app/Welcome";
import { IncidentsNow } from "@/features/providers/components/IncidentsNow";
import { HomePage } from "@/features/setup/components/HomePage";

export const Route = createFileRoute("/_app/")({
  beforeLoad: ({ context: { session } }) => {
    if (can(session, "superviseAgents") || can(session, "manageProviders")) return;
    const first = destinationsFor(session)[0];
    if (first) throw redirect({ to: first.to, replace: true });
  },
  component: Component,
});

function Component() {
  const { session } = Route.useRouteContext();
  if (destinationsFor(session).length === 0) return <Welcome />;
  return <HomePage>{can(session, "manageProviders") && <IncidentsNow />}</HomePage>;
}
