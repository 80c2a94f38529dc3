import { Title } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queuesQuery } from "@/api/lists";
import { useLiveEvent } from "@/api/live";
import { EmptyState } from "@/ui/EmptyState";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./HomePage.module.css";

export function QueuesNow() {
  const { t } = useTranslation("setup");
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...queuesQuery, refetchInterval: 15_000 });
  useLiveEvent("QueueChanged", () => {
    void queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }, { cancelRefetch: false });
  });
  const busiest = data?.toSorted((one, other) => other.waiting - one.waiting).slice(0, 6);
  return (
    <section className={classes.card} aria-label={t("queues.title")}>
      <div className={classes.cardHead}>
        <Title order={2} size="h3">
          {t("queues.title")}
        </Title>
        <Link to="/queues" className={classes.all}>
          {t("queues.all")}
        </Link>
      </div>
      {busiest?.length === 0 && <EmptyState compact icon={IconStack2} title={t("queues.none")} />}
      <ul className={classes.rows}>
        {busiest?.map(({ id, name, waiting, open, enabled }) => (
          <li key={id}>
            <Link to="/queues/$queueId" params={{ queueId: id }} className={classes.row}>
              <bdi className={classes.name}>{name}</bdi>
              <span className={classes.figure}>{t("queues.waiting", { count: waiting })}</span>
              <StatusBadge tone={!enabled ? "off" : open ? "good" : "attention"}>
                {t(!enabled ? "queues.disabled" : open ? "queues.open" : "queues.closed")}
              </StatusBadge>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
