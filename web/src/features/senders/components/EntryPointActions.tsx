import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { EntryPoint } from "@/api/channels-types";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { tellDone } from "@/ui/saved";
import { useDeleteEntryPoint } from "../api/entry-points";
import classes from "./EntryPointsPage.module.css";

interface Props {
  entryPoint: EntryPoint;
  onEdit: (entryPoint: EntryPoint) => void;
}

export function EntryPointActions({ entryPoint, onEdit }: Props) {
  const { t } = useTranslation("senders");
  const { mutateAsync } = useDeleteEntryPoint();
  const { id, name } = entryPoint;
  return (
    <span className={classes.actions}>
      <Button size="compact-sm" variant="subtle" onClick={() => onEdit(entryPoint)}>
        {t("entry.edit")}
      </Button>
      <ConfirmButton
        size="compact-sm"
        variant="subtle"
        color="red"
        title={t("entry.removeTitle", { name })}
        consequence={t("entry.removeConsequence")}
        confirmLabel={t("entry.removeConfirm")}
        destructive
        onConfirm={async () => {
          await mutateAsync(id);
          tellDone(t("entry.removed"));
        }}
      >
        {t("entry.remove")}
      </ConfirmButton>
    </span>
  );
}
