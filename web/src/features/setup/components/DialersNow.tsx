import { Title } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dialersQuery } from "@/api/lists";
import { useLiveEvent } from "@/api/live";
import { EmptyState } from "@/ui/EmptyState";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./HomePage.module.css";

export function DialersNow() {
  const { t } = useTranslation("setup");
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...dialersQuery, refetchInterval: 15_000 });
  useLiveEvent("DialerChanged", () => {
    void queryClient.invalidateQueries({ queryKey: dialersQuery.queryKey }, { cancelRefetch: false });
  });
  const running = data?.toSorted((one, other) => Number(other.running) - Number(one.running)).slice(0, 6);
  return (
    <section className={classes.card} aria-label={t("dialers.title")}>
      <div className={classes.cardHead}>
        <Title order={2} size="h3">
          {t("dialers.title")}
        </Title>
        <Link to="/dialers" className={classes.all}>
          {t("dialers.all")}
        </Link>
      </div>
      {running?.length === 0 && <EmptyState compact icon={IconSpeakerphone} title={t("dialers.none")} />}
      <ul className={classes.rows}>
        {running?.map(({ id, name, running: runs, enabled }) => (
          <li key={id}>
            <Link to="/dialers/$dialerId" params={{ dialerId: id }} className={classes.row}>
              <bdi className={classes.name}>{name}</bdi>
              <StatusBadge tone={runs && enabled ? "good" : "off"}>
                {t(!enabled ? "dialers.disabled" : runs ? "dialers.active" : "dialers.stopped")}
              </StatusBadge>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
