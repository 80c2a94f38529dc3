import { createFileRoute } from "@tanstack/react-router";
import { ProvidersPage } from "@/features/providers/components/ProvidersPage";

export const Route = createFileRoute("/_app/providers/")({ component: ProvidersPage });
