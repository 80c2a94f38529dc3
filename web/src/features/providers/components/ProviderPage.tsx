import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { BackLink } from "@/ui/BackLink";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { openIncidentsQuery } from "../api/incidents";
import { providerKindsQuery } from "../api/kinds";
import { providerQuery } from "../api/provider";
import { useProvidersLive } from "../live";
import { HealthPanel } from "./HealthPanel";
import { HooksPanel } from "./HooksPanel";
import { IncidentList } from "./IncidentList";
import { ProviderActions } from "./ProviderActions";
import { ProviderBadge } from "./ProviderBadge";
import classes from "./ProviderPage.module.css";
import { ProviderSettings } from "./ProviderSettings";

interface Props {
  providerId: string;
  onDeleted: () => void;
}

export function ProviderPage({ providerId, onDeleted }: Props) {
  const { t } = useTranslation("providers");
  const provider = useQuery(providerQuery(providerId));
  const kinds = useQuery(providerKindsQuery);
  const { data: open } = useQuery(openIncidentsQuery);
  useProvidersLive();
  const error = provider.error ?? kinds.error;
  const kind = kinds.data?.find(({ name }) => name === provider.data?.kind);
  const incidents = open?.filter((incident) => incident.providerId === providerId) ?? [];
  return (
    <Page>
      <BackLink to="/providers">{t("title")}</BackLink>
      <PageHeader
        title={provider.data?.name ?? (provider.error ? t("one") : "…")}
        summary={
          provider.data && (
            <span className={classes.summary}>
              <ProviderBadge provider={provider.data} />
              <span>{kind?.title ?? provider.data.kind}</span>
              {provider.data.isDefault && <Badge size="sm">{t("default")}</Badge>}
            </span>
          )
        }
        actions={provider.data && <ProviderActions provider={provider.data} onDeleted={onDeleted} />}
      />
      <ErrorSummary error={error} onRetry={() => void Promise.all([provider.refetch(), kinds.refetch()])} />
      {provider.data && (
        <>
          {incidents.length > 0 && (
            <div className={classes.alert}>
              <IncidentList incidents={incidents} linked={false} />
            </div>
          )}
          <div className={classes.panels}>
            <HealthPanel provider={provider.data} />
            {kind?.receivesWebhooks && <HooksPanel provider={provider.data} kind={kind} />}
          </div>
          {kind && <ProviderSettings key={provider.data.id} provider={provider.data} kind={kind} />}
        </>
      )}
    </Page>
  );
}
