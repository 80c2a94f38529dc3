import { createFileRoute, redirect } from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { Shell } from "@/app/Shell";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session)
      throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { from: location.href } });
    return { session };
  },
  component: Shell,
});
