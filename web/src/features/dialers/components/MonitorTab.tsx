import { Text, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { DialerMonitor } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { serverNow, useNow } from "@/lib/clock";
import { formatNumber, formatPercent } from "@/lib/numbers";
import { formatRelative, formatTime } from "@/lib/time";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { StatTile } from "@/ui/StatTile";
import { tellDone } from "@/ui/saved";
import { monitorQuery, useDeleteUnprocessed } from "../api/monitor";
import { statusOf, statusTone, totalOf } from "../model";
import { Breakdown } from "./Breakdown";
import classes from "./MonitorTab.module.css";
import { NothingYet } from "./NothingYet";

/** The dialer's figures as they change. Figures that could not be asked for again grey themselves (UX 23). */
export function MonitorTab({ dialerId }: { dialerId: string }) {
  const { data: monitor, dataUpdatedAt, error, refetch } = useQuery(monitorQuery(dialerId));
  if (!monitor) return <ErrorSummary error={error} onRetry={() => void refetch()} />;
  if (totalOf(monitor) === 0) return <NothingYet dialerId={dialerId} />;
  const updatedAt = new Date(dataUpdatedAt + serverNow() - Date.now()).toISOString();
  return (
    <div className={classes.root}>
      <Tiles monitor={monitor} updatedAt={updatedAt} />
      <ProgressCard monitor={monitor} dialerId={dialerId} />
      <Breakdown monitor={monitor} dialerId={dialerId} />
    </div>
  );
}

function Tiles({ monitor, updatedAt }: { monitor: DialerMonitor; updatedAt: string }) {
  const { t, i18n } = useTranslation("dialers");
  const now = useNow();
  const number = (value: number, digits = 0) => formatNumber(value, i18n.language, digits);
  const share = (value: number) =>
    t("tile.share", { percent: formatPercent(value / totalOf(monitor), i18n.language) });
  const status = statusOf(monitor);
  const end = monitor.estimatedEndAt;
  return (
    <div className={classes.tiles}>
      <StatTile
        label={t("figure.processed")}
        value={number(monitor.processed)}
        target={share(monitor.processed)}
        updatedAt={updatedAt}
      />
      <StatTile
        label={t("figure.notProcessed")}
        value={number(monitor.notProcessed)}
        state={
          monitor.notProcessed > 0
            ? { tone: status === "sending" ? "calm" : "attention", label: t(`tile.waiting.${status}`) }
            : { tone: "good", label: t("tile.allDone") }
        }
        updatedAt={updatedAt}
      />
      <StatTile
        label={t("figure.other")}
        value={number(monitor.other)}
        state={
          monitor.other > 0 ? { tone: "bad", label: t("tile.look") } : { tone: "good", label: t("tile.none") }
        }
        updatedAt={updatedAt}
      />
      <StatTile
        label={t("figure.blocked")}
        value={number(monitor.blocked)}
        state={
          monitor.blocked > 0
            ? { tone: "attention", label: t("tile.byRule") }
            : { tone: "good", label: t("tile.none") }
        }
        updatedAt={updatedAt}
      />
      <StatTile
        label={t("figure.rate")}
        value={number(monitor.perSecond, 1)}
        state={{ tone: statusTone[status], label: t(`status.${status}`) }}
        updatedAt={updatedAt}
      />
      <StatTile
        label={t("figure.end")}
        value={end ? formatTime(end, i18n.language) : "–"}
        target={end ? formatRelative(end, i18n.language, now) : t("tile.noEnd")}
        updatedAt={updatedAt}
      />
    </div>
  );
}

function ProgressCard({ monitor, dialerId }: { monitor: DialerMonitor; dialerId: string }) {
  const { t, i18n } = useTranslation("dialers");
  const session = useSession();
  const { mutateAsync } = useDeleteUnprocessed(dialerId);
  const total = totalOf(monitor);
  const done = total - monitor.notProcessed;
  const waiting = monitor.notProcessed;
  const number = (value: number) => formatNumber(value, i18n.language);
  const parts = ["processed", "other", "blocked", "notProcessed"] as const;
  return (
    <section className={classes.card} aria-label={t("progress.title")}>
      <div className={classes.cardHead}>
        <div>
          <Title order={2} size="h3">
            {t("progress.title")}
          </Title>
          <Text size="sm" c="dimmed" className="tabular">
            {t("progress.of", { done: number(done), total: number(total) })}
          </Text>
        </div>
        <Text fz="1.5rem" fw={640} className="tabular">
          {formatPercent(Math.floor((done / total) * 100) / 100, i18n.language)}
        </Text>
      </div>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={t("progress.title")}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        {parts.slice(0, 3).map((part) => (
          <span
            key={part}
            className={classes.part}
            data-part={part}
            style={{ inlineSize: `${(monitor[part] / total) * 100}%` }}
          />
        ))}
      </div>
      <div className={classes.cardFoot}>
        <ul className={classes.legend}>
          {parts.map((part) => (
            <li key={part}>
              <span className={classes.swatch} data-part={part} aria-hidden />
              {t(`figure.${part}`)} <strong className="tabular">{number(monitor[part])}</strong>
            </li>
          ))}
        </ul>
        {can(session, "runDialers") && waiting > 0 && (
          <ConfirmButton
            variant="subtle"
            color="red"
            size="xs"
            leftSection={<IconTrash size={15} />}
            title={t("deleteUnsent.title")}
            count={{ value: waiting, label: t("deleteUnsent.count", { count: waiting }) }}
            consequence={t("deleteUnsent.consequence")}
            confirmLabel={t("deleteUnsent.confirm", { count: waiting, shown: number(waiting) })}
            destructive
            onConfirm={async () => {
              const { deleted } = await mutateAsync();
              tellDone(t("deleteUnsent.done", { count: deleted, shown: number(deleted) }));
            }}
          >
            {t("deleteUnsent.open")}
          </ConfirmButton>
        )}
        {waiting === 0 && (
          <Link to="/dialers/$dialerId/import" params={{ dialerId }} className={classes.more}>
            {t("progress.more")}
          </Link>
        )}
      </div>
    </section>
  );
}
