import { createFileRoute } from "@tanstack/react-router";
import { EntryPointsPage } from "@/features/senders/components/EntryPointsPage";

export const Route = createFileRoute("/_app/entry-points")({ component: EntryPointsPage });
