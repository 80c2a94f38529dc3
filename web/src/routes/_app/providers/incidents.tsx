import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { IncidentsPage } from "@/features/providers/components/IncidentsPage";

export const Route = createFileRoute("/_app/providers/incidents")({
  validateSearch: z.object({ all: z.optional(z.boolean()) }),
  component: Component,
});

function Component() {
  const { all } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <IncidentsPage
      all={all ?? false}
      onAll={(next) => void navigate({ search: { all: next || undefined }, replace: true })}
    />
  );
}
