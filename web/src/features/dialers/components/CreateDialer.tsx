import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import { toApiError } from "@/api/problem";
import { isName } from "@/lib/names";
import { senderOptions } from "@/lib/sender-options";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { useCreateDialer } from "../api/dialer";

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** A name and a sender make a dialer; everything else has a working value and is changed later. */
export function CreateDialer(props: Props) {
  const { t } = useTranslation("dialers");
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t("create.title")}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ onClose, onCreated }: Props) {
  const { t } = useTranslation("dialers");
  const { data: senders } = useQuery(sendersQuery);
  const { mutate, isPending, error } = useCreateDialer();
  const form = useForm({
    initialValues: { name: "", senderId: "" },
    validate: {
      name: (name) => (isName(name) ? null : t("field.nameRule")),
      senderId: (id) => (id ? null : t("field.senderNeeded")),
    },
  });
  return (
    <DialogForm
      submit={t("create.submit")}
      busy={isPending}
      error={error}
      shownFields={["name", "senderId"]}
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
      <Select
        label={t("field.sender")}
        description={t("field.senderHint")}
        data={senderOptions(senders)}
        searchable
        allowDeselect={false}
        {...form.getInputProps("senderId")}
      />
    </DialogForm>
  );
}
