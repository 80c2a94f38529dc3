import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { InboxPage } from "@/features/inbox/components/InboxPage";

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: z.object({
    c: z.optional(z.string()),
    q: z.optional(z.string()),
    show: z.optional(z.enum(["all", "unread", "waiting"])),
  }),
  component: Component,
});

function Component() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <InboxPage
      search={search}
      onSearch={(change) =>
        // Opening a conversation is a step one may go Back from; typing in the search field is not.
        void navigate({ search: (before) => ({ ...before, ...change }), replace: !("c" in change) })
      }
    />
  );
}
