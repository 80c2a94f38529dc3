import { Anchor } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import classes from "./DncImportFrame.module.css";

/** The page around an import into the do-not-contact lists. */
export function DncImportFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation("dnc");
  return (
    <Page>
      <Anchor component={Link} to="/dnc" size="sm" className={classes.back}>
        <IconChevronLeft size={15} aria-hidden className={classes.chevron} />
        {t("title")}
      </Anchor>
      <PageHeader title={t("importTitle")} summary={t("importLead")} />
      {children}
    </Page>
  );
}
