import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { User } from "@/api/operations-types";
import { useSession } from "@/api/session";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { StatusBadge } from "@/ui/StatusBadge";
import { tellDone, tellFailed } from "@/ui/saved";
import { useChangeUser } from "../api/users";
import classes from "./EnabledCard.module.css";

/** Whether the user may sign in, changed at once and not with the rest of the form. */
export function EnabledCard({ user }: { user: User }) {
  const { t } = useTranslation("users");
  const session = useSession();
  const { mutate, mutateAsync, isPending } = useChangeUser();
  const { id, name, enabled } = user;
  return (
    <div className={classes.root}>
      <StatusBadge tone={enabled ? "good" : "off"}>{t(enabled ? "enabled" : "disabled")}</StatusBadge>
      {enabled && session.user.id !== id && (
        <ConfirmButton
          size="xs"
          variant="subtle"
          color="red"
          title={t("disable.title", { name })}
          consequence={t("disable.consequence")}
          confirmLabel={t("disable.confirm")}
          destructive
          onConfirm={async () => {
            await mutateAsync({ id, enabled: false });
            tellDone(t("disable.done", { name }));
          }}
        >
          {t("disable.open")}
        </ConfirmButton>
      )}
      {!enabled && (
        <Button
          size="xs"
          variant="default"
          loading={isPending}
          onClick={() =>
            mutate(
              { id, enabled: true },
              {
                onSuccess: () => tellDone(t("enable.done", { name })),
                onError: (error) => tellFailed(error, t("enable.failed")),
              },
            )
          }
        >
          {t("enable.open")}
        </Button>
      )}
    </div>
  );
}
