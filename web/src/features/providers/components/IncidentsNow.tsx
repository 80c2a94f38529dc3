import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "@/ui/Panel";
import { openIncidentsQuery } from "../api/incidents";
import { useProvidersLive } from "../live";
import { IncidentList } from "./IncidentList";

/** On the home page: what is wrong with carriers now; nothing when nothing is. */
export function IncidentsNow() {
  const { t } = useTranslation("providers");
  const { data: incidents } = useQuery(openIncidentsQuery);
  useProvidersLive();
  if (!incidents || incidents.length === 0) return null;
  return (
    <Panel
      title={t("incident.now")}
      flush
      action={
        <Anchor component={Link} to="/providers/incidents" size="sm">
          {t("incident.allLink")}
        </Anchor>
      }
    >
      <IncidentList incidents={incidents} bare />
    </Panel>
  );
}
