import { ActionIcon, Anchor, Indicator, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { openIncidentsQuery } from "../api/incidents";
import { useProvidersLive } from "../live";
import { IncidentList } from "./IncidentList";
import classes from "./IncidentsBell.module.css";

/** In the header of every page: how many things are wrong with carriers, and which. */
export function IncidentsBell() {
  const { t } = useTranslation("providers");
  const [opened, panel] = useDisclosure(false);
  const { data: incidents = [] } = useQuery(openIncidentsQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useProvidersLive();

  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever the page changes
  useEffect(() => panel.close(), [path]);

  const count = incidents.length;
  const label = count > 0 ? t("bell.some", { count }) : t("bell.none");
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? panel.open() : panel.close())}
      position="bottom-end"
      width="min(24rem, 94vw)"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Indicator color="red" size={16} offset={6} disabled={count === 0} label={count}>
        <Popover.Target>
          <ActionIcon aria-label={label} title={label} onClick={panel.toggle}>
            <IconBell size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown className={classes.dropdown} aria-label={t("incident.now")}>
        {count > 0 ? (
          <div className={classes.list}>
            <IncidentList incidents={incidents} bare />
          </div>
        ) : (
          <Text size="sm" p="md">
            {t("bell.calm")}
          </Text>
        )}
        <div className={classes.foot}>
          <Anchor component={Link} to="/providers/incidents" size="sm">
            {t("incident.allLink")}
          </Anchor>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
