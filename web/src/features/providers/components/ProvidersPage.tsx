import { Badge, Button, Text } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Incident, Provider, ProviderKind } from "@/api/channels-types";
import { providersQuery } from "@/api/lists";
import { formatNumber } from "@/lib/numbers";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { StatusBadge } from "@/ui/StatusBadge";
import { openIncidentsQuery } from "../api/incidents";
import { providerKindsQuery } from "../api/kinds";
import { ProviderBadge } from "./ProviderBadge";
import { ProvidersFrame } from "./ProvidersFrame";
import classes from "./ProvidersPage.module.css";

export function ProvidersPage() {
  const { t } = useTranslation("providers");
  const providers = useQuery({ ...providersQuery, refetchInterval: 15_000 });
  const { data: kinds } = useQuery(providerKindsQuery);
  const { data: incidents } = useQuery(openIncidentsQuery);
  const columns = useColumns(kinds, incidents);
  const newButton = (
    <Button component={Link} to="/providers/new" leftSection={<IconPlus size={16} />}>
      {t("create.open")}
    </Button>
  );
  return (
    <ProvidersFrame actions={providers.data && providers.data.length > 0 && newButton}>
      <ErrorSummary error={providers.error} onRetry={() => void providers.refetch()} />
      {!providers.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={providers.data}
          rowKey={({ id }) => id}
          initialSort={{ id: "name", desc: false }}
          empty={
            <EmptyState icon={IconPlugConnected} title={t("empty.title")} action={newButton}>
              {t("empty.reason")}
            </EmptyState>
          }
        />
      )}
    </ProvidersFrame>
  );
}

function useColumns(
  kinds: readonly ProviderKind[] | undefined,
  incidents: readonly Incident[] | undefined,
): GridColumn<Provider>[] {
  const { t, i18n } = useTranslation("providers");
  return useMemo(() => {
    const titleOf = (kind: string) => kinds?.find(({ name }) => name === kind)?.title ?? kind;
    const openOf = (id: string) => incidents?.filter(({ providerId }) => providerId === id).length ?? 0;
    return [
      {
        id: "name",
        header: t("column.name"),
        value: ({ name }) => name,
        cell: ({ id, name, kind, isDefault }) => (
          <div>
            <span className={classes.line}>
              <Link to="/providers/$providerId" params={{ providerId: id }} className={classes.name}>
                <bdi>{name}</bdi>
              </Link>
              {isDefault && <Badge size="sm">{t("default")}</Badge>}
            </span>
            <Text size="xs" c="dimmed">
              {titleOf(kind)}
            </Text>
          </div>
        ),
      },
      {
        id: "state",
        header: t("column.state"),
        value: (provider) => provider.health.state,
        cell: (provider) => (
          <span className={classes.line}>
            <ProviderBadge provider={provider} />
            {provider.health.link && provider.enabled && (
              <Text size="xs" c="dimmed" component="span">
                {t(`link.${provider.health.link}`)}
              </Text>
            )}
          </span>
        ),
      },
      {
        id: "incidents",
        header: t("column.incidents"),
        value: ({ id }) => openOf(id),
        cell: ({ id }) =>
          openOf(id) > 0 ? (
            <StatusBadge tone="bad">{t("openIncidents", { count: openOf(id) })}</StatusBadge>
          ) : (
            <Text size="sm" c="dimmed" component="span">
              {t("noIncidents")}
            </Text>
          ),
      },
      {
        id: "sent",
        header: t("column.sent"),
        align: "end",
        secondary: true,
        value: ({ health }) => health.sent,
        cell: ({ health }) => formatNumber(health.sent, i18n.language),
      },
      {
        id: "failed",
        header: t("column.failed"),
        align: "end",
        secondary: true,
        value: ({ health }) => health.failed,
        cell: ({ health }) => formatNumber(health.failed, i18n.language),
      },
      {
        id: "balance",
        header: t("column.balance"),
        align: "end",
        secondary: true,
        cell: ({ health }) => (health.balance ? <bdi>{health.balance}</bdi> : "–"),
      },
    ];
  }, [t, i18n.language, kinds, incidents]);
}
