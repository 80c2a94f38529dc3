import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./CopyText.module.css";

/** Something to paste elsewhere, with the button that takes it along. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("ui");
  return (
    <div className={classes.root}>
      <bdi dir="ltr" className={classes.text}>
        {text}
      </bdi>
      <CopyButton value={text} timeout={3000}>
        {({ copied, copy }) => {
          const says = copied ? t("copy.done") : t("copy.do", { what: label });
          return (
            <Tooltip label={says}>
              <ActionIcon onClick={copy} aria-label={says}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          );
        }}
      </CopyButton>
    </div>
  );
}
