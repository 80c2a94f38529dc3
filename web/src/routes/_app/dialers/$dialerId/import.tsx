import { createFileRoute } from "@tanstack/react-router";
import { useMemo } from "react";
import * as z from "zod/mini";
import { ImportFlow } from "@/features/imports/components/ImportFlow";

export const Route = createFileRoute("/_app/dialers/$dialerId/import")({
  validateSearch: z.object({ import: z.optional(z.string()) }),
  component: Component,
});

function Component() {
  const { dialerId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const target = useMemo(() => ({ kind: "messages" as const, dialerId }), [dialerId]);
  return (
    <ImportFlow
      target={target}
      importId={search.import}
      onImport={(id) => void navigate({ search: { import: id } })}
    />
  );
}
