import { useTranslation } from "react-i18next";
import type { Import } from "@/api/operations-types";
import { formatNumber } from "@/lib/numbers";
import { outcomes } from "../model";
import classes from "./Balance.module.css";

/** Rows = imported + duplicates + blocked + refused: an import that does not add up is not to be trusted. */
export function Balance({ entry }: { entry: Import }) {
  const { t, i18n } = useTranslation("imports");
  return (
    <dl className={classes.root}>
      <Figure name={t("balance.rows")} value={formatNumber(entry.rows, i18n.language)} />
      {outcomes.map((outcome, index) => (
        <Figure
          key={outcome}
          sign={index === 0 ? "=" : "+"}
          name={t(`balance.${outcome}`)}
          value={formatNumber(entry[outcome], i18n.language)}
          tone={entry[outcome] > 0 ? outcome : undefined}
        />
      ))}
    </dl>
  );
}

function Figure({ sign, name, value, tone }: { sign?: string; name: string; value: string; tone?: string }) {
  return (
    <div className={classes.figure} data-tone={tone}>
      {sign && (
        <span className={classes.sign} aria-hidden>
          {sign}
        </span>
      )}
      <div>
        <dt className={classes.name}>{name}</dt>
        <dd className={classes.value}>{value}</dd>
      </div>
    </div>
  );
}
