import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { UsersPage } from "@/features/users/components/UsersPage";

export const Route = createFileRoute("/_app/users/")({
  validateSearch: z.object({ q: z.optional(z.coerce.string()), user: z.optional(z.string()) }),
  component: Component,
});

function Component() {
  const { q, user } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <UsersPage
      search={q ?? ""}
      onSearch={(text) =>
        void navigate({ search: (old) => ({ ...old, q: text || undefined }), replace: true })
      }
      open={user}
      onOpen={(id) => void navigate({ search: (old) => ({ ...old, user: id }) })}
    />
  );
}
