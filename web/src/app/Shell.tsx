import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { live } from "@/api/live";
import { can, sessionQuery } from "@/api/session";
import type { Session } from "@/api/types";
import { useStored } from "@/lib/storage";
import { Attention } from "./Attention";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { KeyboardCommands } from "./KeyboardCommands";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { AppCommands, GoCommands } from "./ShellCommands";
import { useSignedOut } from "./sign-out";

const railKey = "chasqui.rail";

/** The frame of every page behind the sign-in. Empty for the moment between signing out and leaving. */
export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  return session ? <Frame session={session} /> : null;
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation("shell");
  const [rail, setRail] = useStored(railKey);
  const [menuOpen, menu] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useSignedOut();

  useEffect(() => {
    live.start();
    return () => void live.stop();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever the page changes
  useEffect(() => menu.close(), [path]);

  const agent = can(session, "handleInteractions");
  const collapsed = rail === "narrow";
  return (
    <div className={classes.root}>
      <GoCommands />
      <a href="#main" className={classes.skip}>
        {t("skip")}
      </a>
      <div className={classes.rail} data-collapsed={collapsed || undefined}>
        <Rail collapsed={collapsed} onToggle={() => setRail(collapsed ? null : "narrow")} />
      </div>
      <Header onMenu={menu.open} agent={agent} carriers={can(session, "manageProviders")} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <ConnectionBanner />
        {agent && <Attention />}
        <div className={classes.page}>
          <Outlet />
        </div>
      </main>
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        size={264}
        withCloseButton={false}
        attributes={{ content: { "aria-label": t("nav.label") } }}
        classNames={{ content: classes.drawer, body: classes.drawerBody }}
      >
        <Rail collapsed={false} />
      </Drawer>
      <AppCommands />
      <KeyboardCommands />
    </div>
  );
}
