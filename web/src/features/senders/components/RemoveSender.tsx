import { useTranslation } from "react-i18next";
import type { Sender } from "@/api/channels-types";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { tellDone } from "@/ui/saved";
import { useDeleteSender } from "../api/senders";

export function RemoveSender({ sender, onRemoved }: { sender: Sender; onRemoved: () => void }) {
  const { t } = useTranslation("senders");
  const { mutateAsync } = useDeleteSender(sender.id);
  return (
    <ConfirmButton
      variant="subtle"
      color="red"
      title={t("delete.title", { address: `\u2066${sender.address}\u2069` })}
      consequence={t("delete.consequence")}
      confirmLabel={t("delete.confirm")}
      destructive
      onConfirm={async () => {
        await mutateAsync();
        tellDone(t("delete.done"));
        onRemoved();
      }}
    >
      {t("delete.open")}
    </ConfirmButton>
  );
}
