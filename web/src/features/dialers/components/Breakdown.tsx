import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { DialerMonitor } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { formatNumber, formatPercent } from "@/lib/numbers";
import { StatusBadge } from "@/ui/StatusBadge";
import { countsByState, stateTone, totalOf } from "../model";
import classes from "./Breakdown.module.css";

/** Where every message of the dialer is; each state leads to its messages. */
export function Breakdown({ monitor, dialerId }: { monitor: DialerMonitor; dialerId: string }) {
  const { t, i18n } = useTranslation("dialers");
  const mayRead = can(useSession(), "viewMessages");
  const total = totalOf(monitor);
  return (
    <section className={classes.root} aria-label={t("breakdown.title")}>
      <Title order={2} size="h3">
        {t("breakdown.title")}
      </Title>
      <ul className={classes.list}>
        {countsByState(monitor).map(({ state, count }) => (
          <li key={state} className={classes.row} title={t(`stateHint.${state}`)}>
            <span className={classes.name}>
              {mayRead ? (
                <Link
                  to="/dialers/$dialerId/messages"
                  params={{ dialerId }}
                  search={{ state }}
                  className={classes.link}
                >
                  <StatusBadge tone={stateTone[state]}>{t(`state.${state}`)}</StatusBadge>
                </Link>
              ) : (
                <StatusBadge tone={stateTone[state]}>{t(`state.${state}`)}</StatusBadge>
              )}
            </span>
            <span className={classes.track} aria-hidden>
              <span
                className={classes.fill}
                data-tone={stateTone[state]}
                style={{ inlineSize: `${Math.max(0.5, (count / total) * 100)}%` }}
              />
            </span>
            <span className={classes.count}>{formatNumber(count, i18n.language)}</span>
            <span className={classes.share}>{formatPercent(count / total, i18n.language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
