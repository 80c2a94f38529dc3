import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { Checklist } from "./Checklist";
import { DialersNow } from "./DialersNow";
import classes from "./HomePage.module.css";
import { QueuesNow } from "./QueuesNow";

/** Where those who run the centre begin: what is wrong (given by the route), what is missing, what waits, what goes out. */
export function HomePage({ children }: { children?: ReactNode }) {
  const { t } = useTranslation("setup");
  const session = useSession();
  return (
    <Page>
      <PageHeader title={t("hello", { name: session.user.name })} summary={t("lead")} />
      <div className={classes.root}>
        {children}
        <Checklist />
        <div className={classes.now}>
          {can(session, "viewQueues") && <QueuesNow />}
          {can(session, "viewDialers") && <DialersNow />}
        </div>
      </div>
    </Page>
  );
}
