import { createFileRoute } from "@tanstack/react-router";
import { ProviderPage } from "@/features/providers/components/ProviderPage";

export const Route = createFileRoute("/_app/providers/$providerId")({ component: Component });

function Component() {
  const { providerId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <ProviderPage
      key={providerId}
      providerId={providerId}
      onDeleted={() => void navigate({ to: "/providers" })}
    />
  );
}
