import { createFileRoute, redirect } from "@tanstack/react-router";
import { destinationsFor } from "@/app/navigation";
import { Welcome } from "@/app/Welcome";

export const Route = createFileRoute("/_app/")({
  beforeLoad: ({ context }) => {
    const first = destinationsFor(context.session)[0];
    if (first) throw redirect({ to: first.to, replace: true });
  },
  component: Welcome,
});
