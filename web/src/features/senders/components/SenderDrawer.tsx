import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Provider, Sender } from "@/api/channels-types";
import { SenderForm } from "./SenderForm";

interface Props {
  open: string | undefined;
  senders: readonly Sender[] | undefined;
  providers: readonly Provider[] | undefined;
  onClose: () => void;
}

/** A sender beside the list, so that its place is not lost. */
export function SenderDrawer({ open, senders, providers, onClose }: Props) {
  const { t } = useTranslation("senders");
  const sender = senders?.find(({ id }) => id === open);
  const opened = senders !== undefined && (open === "new" || sender !== undefined);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={open === "new" ? t("create.title") : t("edit.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {opened && (
        <SenderForm key={open} sender={sender} senders={senders} providers={providers} onDone={onClose} />
      )}
    </Drawer>
  );
}
