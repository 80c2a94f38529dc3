import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "@/api/operations-types";
import { serverNow } from "@/lib/clock";
import { formatDateTime } from "@/lib/time";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { StatusBadge } from "@/ui/StatusBadge";
import { tellDone } from "@/ui/saved";
import { TimeAgo } from "@/ui/TimeAgo";
import { apiKeysQuery, useRevokeApiKey } from "../api/api-keys";
import classes from "./ApiKeysPage.module.css";
import { CreateApiKey } from "./CreateApiKey";
import { PeopleFrame } from "./PeopleFrame";

export function ApiKeysPage() {
  const { t } = useTranslation("users");
  const keys = useQuery(apiKeysQuery);
  const [creating, create] = useDisclosure(false);
  const columns = useColumns();
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
      {t("keys.new")}
    </Button>
  );
  return (
    <PeopleFrame
      title={t("keys.title")}
      summary={t("keys.lead")}
      actions={keys.data && keys.data.length > 0 && newButton}
    >
      <ErrorSummary error={keys.error} onRetry={() => void keys.refetch()} />
      {!keys.error && (
        <DataGrid
          label={t("keys.title")}
          columns={columns}
          rows={keys.data}
          rowKey={({ id }) => id}
          initialSort={{ id: "created", desc: true }}
          empty={
            <EmptyState icon={IconKey} title={t("keys.emptyTitle")} action={newButton}>
              {t("keys.emptyReason")}
            </EmptyState>
          }
        />
      )}
      <CreateApiKey opened={creating} onClose={create.close} />
    </PeopleFrame>
  );
}

function stateOf({ revokedAt, expiresAt }: ApiKey) {
  if (revokedAt) return "revoked";
  return expiresAt && Date.parse(expiresAt) < serverNow() ? "expired" : "valid";
}

function useColumns(): GridColumn<ApiKey>[] {
  const { t, i18n } = useTranslation("users");
  const { mutateAsync } = useRevokeApiKey();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("keys.name"),
        value: ({ name }) => name,
        cell: ({ name, prefix }) => (
          <div>
            <strong className={classes.name}>
              <bdi>{name}</bdi>
            </strong>
            <code className={classes.prefix} dir="ltr">
              {prefix}…
            </code>
          </div>
        ),
      },
      {
        id: "scopes",
        header: t("keys.scopes"),
        cell: ({ scopes }) => scopes.map((scope) => t(`scope.${scope}`)).join(", "),
      },
      {
        id: "state",
        header: t("column.state"),
        value: stateOf,
        cell: (key) => {
          const state = stateOf(key);
          return <StatusBadge tone={state === "valid" ? "good" : "off"}>{t(`keys.${state}`)}</StatusBadge>;
        },
      },
      {
        id: "used",
        header: t("keys.lastUsed"),
        secondary: true,
        value: ({ lastUsedAt }) => lastUsedAt,
        cell: ({ lastUsedAt }) => (lastUsedAt ? <TimeAgo at={lastUsedAt} /> : t("keys.never")),
      },
      {
        id: "created",
        header: t("keys.created"),
        secondary: true,
        value: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <time dateTime={createdAt}>{formatDateTime(createdAt, i18n.language)}</time>,
      },
      {
        id: "actions",
        header: t("column.actions"),
        hiddenHeader: true,
        align: "end",
        cell: (key) =>
          stateOf(key) === "valid" && (
            <ConfirmButton
              size="xs"
              variant="subtle"
              color="red"
              title={t("keys.revokeTitle", { name: key.name })}
              consequence={t("keys.revokeConsequence")}
              confirmLabel={t("keys.revokeConfirm")}
              destructive
              onConfirm={async () => {
                await mutateAsync(key.id);
                tellDone(t("keys.revokedDone"));
              }}
            >
              {t("keys.revoke")}
            </ConfirmButton>
          ),
      },
    ],
    [t, i18n.language, mutateAsync],
  );
}
