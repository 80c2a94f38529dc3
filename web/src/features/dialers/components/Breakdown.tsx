import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { DialerMonitor } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { formatNumber, formatPercent } from "@/lib/numbers";
import { StatusBadge } from "@/ui/StatusBadge";
import { countsByState, fateTone } from "../model";
import classes from "./Breakdown.module.css";

/** Where every message of the dialer is; each state leads to its messages. */
export function Breakdown({ monitor, dialerId }: { monitor: DialerMonitor; dialerId: string }) {
  const { t, i18n } = useTranslation("dialers");
  const mayRead = can(useSession(), "viewMessages");
  const counts = countsByState(monitor);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className={classes.root} aria-label={t("breakdown.title")}>
      <Title order={2} size="h3">
        {t("breakdown.title")}
      </Title>
      <ul className={classes.list}>
        {counts.map(({ fate, count }) => (
          <li key={fate} className={classes.row} title={t(`stateHint.${fate}`)}>
            <span className={classes.name}>
              {mayRead && fate !== "badNumber" ? (
                <Link
                  to="/dialers/$dialerId/messages"
                  params={{ dialerId }}
                  search={{ state: fate }}
                  className={classes.link}
                >
                  <StatusBadge tone={fateTone[fate]}>{t(`state.${fate}`)}</StatusBadge>
                </Link>
              ) : (
                <StatusBadge tone={fateTone[fate]}>{t(`state.${fate}`)}</StatusBadge>
              )}
            </span>
            <span className={classes.track} aria-hidden>
              <span
                className={classes.fill}
                data-tone={fateTone[fate]}
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
