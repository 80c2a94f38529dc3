import { createFileRoute } from "@tanstack/react-router";
import { ApiKeysPage } from "@/features/users/components/ApiKeysPage";

export const Route = createFileRoute("/_app/users/api-keys")({ component: ApiKeysPage });
