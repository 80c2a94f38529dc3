import { Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Handset } from "@/api/operations-types";
import { Avatar } from "@/ui/Avatar";
import { PhoneText } from "@/ui/PhoneText";
import { TimeAgo } from "@/ui/TimeAgo";
import classes from "./RecentHandsets.module.css";

interface Props {
  handsets: readonly Handset[];
  current: string | undefined;
  onChoose: (number: string) => void;
}

export function RecentHandsets({ handsets, current, onChoose }: Props) {
  const { t } = useTranslation("handset");
  if (handsets.length === 0) return null;
  return (
    <section aria-label={t("recent")}>
      <Text size="xs" fw={560} c="dimmed" mb={6}>
        {t("recent")}
      </Text>
      <ul className={classes.list}>
        {handsets.slice(0, 8).map(({ number, lastMessageAt }) => (
          <li key={number}>
            <UnstyledButton
              className={classes.item}
              aria-pressed={number === current}
              onClick={() => onChoose(number)}
            >
              <Avatar name={number} size={30} />
              <span className={classes.number}>
                <PhoneText number={number} />
              </span>
              <Text size="xs" c="dimmed" component="span">
                <TimeAgo at={lastMessageAt} as="stamp" />
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
