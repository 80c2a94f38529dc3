import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import * as z from "zod/mini";
import { SendersPage } from "@/features/senders/components/SendersPage";

export const Route = createFileRoute("/_app/senders")({
  validateSearch: z.object({ q: z.optional(z.coerce.string()), sender: z.optional(z.string()) }),
  component: Component,
});

function Component() {
  const { q, sender } = Route.useSearch();
  const navigate = Route.useNavigate();
  const open = useCallback(
    (id: string | undefined) => void navigate({ search: (old) => ({ ...old, sender: id }) }),
    [navigate],
  );
  return (
    <SendersPage
      search={q ?? ""}
      onSearch={(text) =>
        void navigate({ search: (old) => ({ ...old, q: text || undefined }), replace: true })
      }
      open={sender}
      onOpen={open}
    />
  );
}
