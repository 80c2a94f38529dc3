import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import classes from "./StatTile.module.css";
import { StatusBadge, type Tone } from "./StatusBadge";
import { TimeAgo } from "./TimeAgo";

interface Props {
  label: string;
  value: string;
  /** What the value is measured against, in words: "target 80 %". */
  target?: string;
  /** How it is doing, in a word. */
  state?: { tone: Tone; label: string };
  /** When the value was last heard. Past ten seconds the tile greys itself and says so. */
  updatedAt?: string;
}

const staleAfter = 10_000;

export function StatTile({ label, value, target, state, updatedAt }: Props) {
  const { t } = useTranslation("ui");
  const stale = useNow().getTime() - Date.parse(updatedAt ?? "") > staleAfter;
  return (
    <section className={classes.root} data-stale={stale || undefined} aria-label={label}>
      <Text size="xs" fw={560} c="dimmed">
        {label}
      </Text>
      <p className={classes.value}>
        <bdi>{value}</bdi>
      </p>
      <div className={classes.foot}>
        {state && !stale && <StatusBadge tone={state.tone}>{state.label}</StatusBadge>}
        {stale && updatedAt && (
          <StatusBadge tone="off">
            {t("stat.stale")} <TimeAgo at={updatedAt} />
          </StatusBadge>
        )}
        {target && (
          <Text size="xs" c="dimmed">
            {target}
          </Text>
        )}
      </div>
    </section>
  );
}
