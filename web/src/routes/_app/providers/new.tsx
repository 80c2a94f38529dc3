import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { NewProviderPage } from "@/features/providers/components/NewProviderPage";

export const Route = createFileRoute("/_app/providers/new")({
  validateSearch: z.object({ kind: z.optional(z.string()) }),
  component: Component,
});

function Component() {
  const { kind } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <NewProviderPage
      kind={kind}
      onCreated={(providerId) => void navigate({ to: "/providers/$providerId", params: { providerId } })}
    />
  );
}
