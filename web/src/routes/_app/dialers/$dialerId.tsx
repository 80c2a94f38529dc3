import { createFileRoute, Outlet } from "@tanstack/react-router";
import { DialerPage } from "@/features/dialers/components/DialerPage";

export const Route = createFileRoute("/_app/dialers/$dialerId")({ component: Component });

function Component() {
  const { dialerId } = Route.useParams();
  return (
    <DialerPage key={dialerId} dialerId={dialerId}>
      <Outlet />
    </DialerPage>
  );
}
