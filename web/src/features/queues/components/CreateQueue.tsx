import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { isName } from "@/lib/names";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { useCreateQueue } from "../api/queue";

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function CreateQueue(props: Props) {
  const { t } = useTranslation("queues");
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t("create.title")}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ onClose, onCreated }: Props) {
  const { t } = useTranslation("queues");
  const { mutate, isPending, error } = useCreateQueue();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (name) => (isName(name) ? null : t("field.nameRule")) },
  });
  return (
    <DialogForm
      submit={t("create.submit")}
      busy={isPending}
      error={error}
      shownFields={["name"]}
      onCancel={onClose}
      onSubmit={form.onSubmit((values) =>
        mutate(values, {
          onSuccess: ({ id }) => onCreated(id),
          onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
        }),
      )}
    >
      <TextInput
        label={t("field.name")}
        description={t("field.nameHint")}
        data-autofocus
        dir="ltr"
        {...form.getInputProps("name")}
      />
    </DialogForm>
  );
}
