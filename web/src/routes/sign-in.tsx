import { createFileRoute, redirect } from "@tanstack/react-router";
import * as z from "zod/mini";
import { sessionQuery } from "@/api/session";
import { SignInPage } from "@/features/sign-in/SignInPage";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({ from: z.optional(z.string()), ended: z.optional(z.boolean()) }),
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session) throw redirect({ href: localPath(search.from), replace: true });
  },
  component: Component,
});

function Component() {
  const { from, ended } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <SignInPage
      ended={ended === true}
      onSignedIn={() => navigate({ href: localPath(from), replace: true })}
    />
  );
}

/** Only paths of this app: a crafted link must not send people elsewhere after they signed in. */
function localPath(from: string | undefined) {
  return from?.startsWith("/") && !from.startsWith("//") && !from.startsWith("/\\") ? from : "/";
}
