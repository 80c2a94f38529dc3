import { createFileRoute } from "@tanstack/react-router";
import { SettingsTab } from "@/features/dialers/components/SettingsTab";

export const Route = createFileRoute("/_app/dialers/$dialerId/settings")({ component: Component });

function Component() {
  return <SettingsTab dialerId={Route.useParams().dialerId} />;
}
