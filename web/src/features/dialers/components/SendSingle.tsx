import { Button, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { newId } from "@/lib/id";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { PartsCounter } from "@/ui/PartsCounter";
import { tellDone } from "@/ui/saved";
import { useSendSingle } from "../api/messages";

/** One message through the dialer (E6). */
export function SendSingle({ dialerId }: { dialerId: string }) {
  const { t } = useTranslation("dialers");
  const [opened, modal] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={16} />} onClick={modal.open}>
        {t("single.open")}
      </Button>
      <Dialog opened={opened} onClose={modal.close} title={t("single.title")}>
        <Body dialerId={dialerId} onClose={modal.close} />
      </Dialog>
    </>
  );
}

function Body({ dialerId, onClose }: { dialerId: string; onClose: () => void }) {
  const { t } = useTranslation("dialers");
  // One key for this dialog: pressing twice, or trying again after a lost answer, sends once.
  const [key, setKey] = useState(() => newId());
  const { mutate, isPending, error } = useSendSingle(dialerId);
  const needed = (value: string) => (value.trim() ? null : t("single.needed"));
  const form = useForm({ initialValues: { to: "", text: "" }, validate: { to: needed, text: needed } });
  return (
    <DialogForm
      submit={t("single.send")}
      busy={isPending}
      error={error}
      shownFields={["to", "text"]}
      onCancel={onClose}
      onSubmit={form.onSubmit((values) =>
        mutate(
          { ...values, key },
          {
            onSuccess: ({ verdict }) => {
              if (verdict === "allowed") {
                tellDone(t("single.queued"));
                onClose();
                return;
              }
              setKey(newId());
              form.setFieldError(
                verdict.toLowerCase().includes("text") ? "text" : "to",
                t("single.refused", { reason: t(`verdict.${verdict}` as "verdict.allowed", verdict) }),
              );
            },
            onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
          },
        ),
      )}
    >
      <TextInput
        label={t("single.to")}
        type="tel"
        dir="ltr"
        data-autofocus
        autoComplete="off"
        {...form.getInputProps("to")}
      />
      <div>
        <Textarea
          label={t("single.text")}
          dir="auto"
          autosize
          minRows={3}
          maxRows={9}
          aria-describedby="single-parts"
          {...form.getInputProps("text")}
        />
        <PartsCounter id="single-parts" text={form.values.text} />
      </div>
    </DialogForm>
  );
}
