import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DncImportFrame } from "@/features/dnc/components/DncImportFrame";
import { ImportFlow } from "@/features/imports/components/ImportFlow";

export const Route = createFileRoute("/_app/dnc/import")({
  validateSearch: z.object({ import: z.optional(z.string()) }),
  component: Component,
});

const target = { kind: "dnc" } as const;

function Component() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DncImportFrame>
      <ImportFlow
        target={target}
        importId={search.import}
        onImport={(id) => void navigate({ search: { import: id } })}
      />
    </DncImportFrame>
  );
}
