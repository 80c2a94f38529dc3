import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { useCreateQueue } from "../api/queue";

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function CreateQueue(props: Props) {
  const { t } = useTranslation("queues");
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
  const { t } = useTranslation("queues");
  const { mutate, isPending, error } = useCreateQueue();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (name) => (/^[A-Za-z0-9_.:-]{2,30}$/.test(name) ? null : t("field.nameRule")) },
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
        <ErrorSummary error={error} shownFields={["name"]} />
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
