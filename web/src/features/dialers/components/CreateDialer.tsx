import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { useCreateDialer } from "../api/dialer";
import { senderOptions } from "../senders";

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** A name and a sender make a dialer; everything else has a working value and is changed later. */
export function CreateDialer(props: Props) {
  const { t } = useTranslation("dialers");
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t("create.title")}
      closeButtonProps={{ "aria-label": t("create.close") }}
    >
      <Body {...props} />
    </Modal>
  );
}

function Body({ onClose, onCreated }: Props) {
  const { t } = useTranslation("dialers");
  const { data: senders } = useQuery(sendersQuery);
  const { mutate, isPending, error } = useCreateDialer();
  const form = useForm({
    initialValues: { name: "", senderId: "" },
    validate: {
      name: (name) => (/^[A-Za-z0-9_.:-]{2,30}$/.test(name) ? null : t("field.nameRule")),
      senderId: (id) => (id ? null : t("field.senderNeeded")),
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutate(values, {
          onSuccess: ({ id }) => onCreated(id),
          onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
        }),
      )}
    >
      <Stack gap="md">
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
        <ErrorSummary error={error} shownFields={["name", "senderId"]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("create.cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("create.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
