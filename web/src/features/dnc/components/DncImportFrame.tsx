import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BackLink } from "@/ui/BackLink";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";

/** The page around an import into the do-not-contact lists. */
export function DncImportFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation("dnc");
  return (
    <Page>
      <BackLink to="/dnc">{t("title")}</BackLink>
      <PageHeader title={t("importTitle")} summary={t("importLead")} />
      {children}
    </Page>
  );
}
