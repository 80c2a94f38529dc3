import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { HandsetPage } from "@/features/handset/components/HandsetPage";

export const Route = createFileRoute("/_app/handset")({
  // A number in the URL may have been read as digits: keep both as text.
  validateSearch: z.object({ number: z.optional(z.coerce.string()), sender: z.optional(z.coerce.string()) }),
  component: Component,
});

function Component() {
  const choice = Route.useSearch();
  const navigate = Route.useNavigate();
  return <HandsetPage choice={choice} onChoose={(next) => void navigate({ search: next, replace: true })} />;
}
