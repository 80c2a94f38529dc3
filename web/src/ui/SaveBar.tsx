import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./SaveBar.module.css";

interface Props {
  dirty: boolean;
  busy: boolean;
  /** What would change, in place of "unsaved changes". */
  summary?: string;
  onDiscard: () => void;
  /** Without it the bar submits the form around it. */
  onSave?: () => void;
}

/** Appears with the first change and stays in sight until it is saved or discarded. */
export function SaveBar({ dirty, busy, summary, onDiscard, onSave }: Props) {
  const { t } = useTranslation("ui");
  if (!dirty) return null;
  return (
    <div className={classes.root}>
      <Text size="sm" fw={540} className={classes.words}>
        {summary ?? t("save.unsaved")}
      </Text>
      <Button variant="default" onClick={onDiscard} disabled={busy}>
        {t("save.discard")}
      </Button>
      <Button type={onSave ? "button" : "submit"} onClick={onSave} loading={busy}>
        {t("save.save")}
      </Button>
    </div>
  );
}
