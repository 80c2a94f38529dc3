import { createFileRoute } from "@tanstack/react-router";
import { GroupsPage } from "@/features/users/components/GroupsPage";

export const Route = createFileRoute("/_app/users/groups")({ component: GroupsPage });
