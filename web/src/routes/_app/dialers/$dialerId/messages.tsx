import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { MessagesTab } from "@/features/dialers/components/MessagesTab";
import { outboundStates } from "@/features/dialers/model";

export const Route = createFileRoute("/_app/dialers/$dialerId/messages")({
  validateSearch: z.object({ state: z.catch(z.optional(z.enum(outboundStates)), undefined) }),
  component: Component,
});

function Component() {
  const { dialerId } = Route.useParams();
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MessagesTab
      dialerId={dialerId}
      state={state}
      onState={(next) => void navigate({ search: { state: next }, replace: true })}
    />
  );
}
