import { createFileRoute } from "@tanstack/react-router";
import { RolesPage } from "@/features/users/components/RolesPage";

export const Route = createFileRoute("/_app/users/roles")({ component: RolesPage });
