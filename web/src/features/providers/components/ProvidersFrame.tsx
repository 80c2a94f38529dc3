import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkTabs } from "@/ui/LinkTabs";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { openIncidentsQuery } from "../api/incidents";
import { useProvidersLive } from "../live";

/** Providers, and what is or was wrong with them. */
export function ProvidersFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation("providers");
  const { data: open } = useQuery(openIncidentsQuery);
  useProvidersLive();
  const troubles = open?.length ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} summary={t("lead")} actions={actions}>
        <LinkTabs
          label={t("tabs.label")}
          tabs={[
            { to: "/providers", label: t("tabs.providers"), exact: true },
            {
              to: "/providers/incidents",
              label: troubles > 0 ? t("tabs.incidentsOpen", { count: troubles }) : t("tabs.incidents"),
            },
          ]}
        />
      </PageHeader>
      {children}
    </Page>
  );
}
