import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { live } from "@/api/live";
import { can, useSession } from "@/api/session";
import { readStored, useStored } from "@/lib/storage";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { KeyboardCommands } from "./KeyboardCommands";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { useSignedOut } from "./sign-out";

const railKey = "chasqui.rail";

export function Shell() {
  const { t } = useTranslation("shell");
  const session = useSession();
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

  const collapsed = (rail ?? readStored(railKey)) === "narrow";
  return (
    <div className={classes.root}>
      <a href="#main" className={classes.skip}>
        {t("skip")}
      </a>
      <div className={classes.rail} data-collapsed={collapsed || undefined}>
        <Rail collapsed={collapsed} onToggle={() => setRail(collapsed ? null : "narrow")} />
      </div>
      <Header onMenu={menu.open} agent={can(session, "handleInteractions")} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <ConnectionBanner />
        <div className={classes.page}>
          <Outlet />
        </div>
      </main>
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        size={264}
        withCloseButton={false}
        aria-label={t("nav.label")}
        classNames={{ content: classes.drawer, body: classes.drawerBody }}
      >
        <Rail collapsed={false} />
      </Drawer>
      <KeyboardCommands />
    </div>
  );
}
