import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Incident } from "@/api/channels-types";
import { formatDateTime } from "@/lib/time";
import { StatusBadge } from "@/ui/StatusBadge";
import { TimeAgo } from "@/ui/TimeAgo";
import { incidentTone } from "../model";
import classes from "./IncidentList.module.css";

interface Props {
  incidents: readonly Incident[];
  /** Whether each names its provider and leads to it. */
  linked?: boolean;
  /** Without a frame of its own, inside another. */
  bare?: boolean;
}

export function IncidentList({ incidents, linked = true, bare = false }: Props) {
  const { t } = useTranslation("providers");
  return (
    <ul className={classes.list} data-bare={bare || undefined} aria-label={t("incident.list")}>
      {incidents.map((incident) => (
        <li key={incident.id} className={classes.item}>
          <StatusBadge tone={incident.closedAt ? "off" : incidentTone[incident.kind]}>
            {t(`incident.kind.${incident.kind}`)}
          </StatusBadge>
          <div className={classes.words}>
            {linked && (
              <Link
                to="/providers/$providerId"
                params={{ providerId: incident.providerId }}
                className={classes.provider}
              >
                <bdi>{incident.providerName}</bdi>
              </Link>
            )}
            <Text size="sm" dir="auto">
              {incident.sentence}
            </Text>
          </div>
          <When incident={incident} />
        </li>
      ))}
    </ul>
  );
}

function When({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation("providers");
  const { openedAt, closedAt, count } = incident;
  return (
    <span className={classes.when}>
      {closedAt ? (
        t("incident.closed", {
          from: formatDateTime(openedAt, i18n.language),
          to: formatDateTime(closedAt, i18n.language),
        })
      ) : (
        <>
          {t("incident.since")} <TimeAgo at={openedAt} />
        </>
      )}
      {count > 1 && ` · ${t("incident.times", { count })}`}
    </span>
  );
}
