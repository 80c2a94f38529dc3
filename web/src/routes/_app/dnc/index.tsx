import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DncPage } from "@/features/dnc/components/DncPage";

export const Route = createFileRoute("/_app/dnc/")({
  validateSearch: z.object({ q: z.optional(z.coerce.string()) }),
  component: Component,
});

function Component() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DncPage
      search={q ?? ""}
      onSearch={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
    />
  );
}
