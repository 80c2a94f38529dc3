import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { EntryPoint, Sender } from "@/api/channels-types";
import type { Queue } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { senderOptions } from "@/lib/sender-options";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { tellDone } from "@/ui/saved";
import { useSaveEntryPoint } from "../api/entry-points";

interface Props {
  editing: EntryPoint | "new" | null;
  senders: readonly Sender[];
  queues: readonly Queue[];
  onClose: () => void;
}

export function EntryPointDialog(props: Props) {
  const { t } = useTranslation("senders");
  const { editing, onClose } = props;
  return (
    <Dialog
      opened={editing !== null}
      onClose={onClose}
      title={t(editing === "new" ? "entry.new" : "entry.editTitle")}
    >
      <Body {...props} />
    </Dialog>
  );
}

function Body({ editing, senders, queues, onClose }: Props) {
  const { t } = useTranslation("senders");
  const stored = editing === "new" || editing === null ? undefined : editing;
  const { mutate, isPending, error } = useSaveEntryPoint(stored?.id);
  const needed = (value: string) => (value.trim() ? null : t("field.needed"));
  const form = useForm({
    initialValues: {
      name: stored?.name ?? "",
      senderId: stored?.senderId ?? "",
      queueId: stored?.queueId ?? "",
    },
    validate: { name: needed, senderId: needed, queueId: needed },
  });
  return (
    <DialogForm
      submit={t(stored ? "edit.submit" : "entry.create")}
      busy={isPending}
      error={error}
      shownFields={["name", "senderId", "queueId"]}
      onCancel={onClose}
      onSubmit={form.onSubmit((values) =>
        mutate(values, {
          onSuccess: () => {
            tellDone(t("entry.saved"));
            onClose();
          },
          onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
        }),
      )}
    >
      <TextInput label={t("entry.name")} dir="auto" data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("entry.sender")}
        description={t("entry.senderHint")}
        searchable
        allowDeselect={false}
        data={senderOptions(senders)}
        {...form.getInputProps("senderId")}
      />
      <Select
        label={t("entry.queue")}
        searchable
        allowDeselect={false}
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps("queueId")}
      />
    </DialogForm>
  );
}
