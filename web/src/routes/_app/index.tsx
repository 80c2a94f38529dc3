import { createFileRoute, redirect } from "@tanstack/react-router";
import { can } from "@/api/session";
import { destinationsFor } from "@/app/navigation";
import { Welcome } from "@/app/Welcome";
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
  return destinationsFor(session).length > 0 ? <HomePage /> : <Welcome />;
}
