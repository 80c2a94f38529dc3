import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DialersPage } from "@/features/dialers/components/DialersPage";

export const Route = createFileRoute("/_app/dialers/")({
  validateSearch: z.object({ q: z.optional(z.string()) }),
  component: Component,
});

function Component() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DialersPage
      search={q ?? ""}
      onSearch={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
      onCreated={(dialerId) => void navigate({ to: "/dialers/$dialerId", params: { dialerId } })}
    />
  );
}
