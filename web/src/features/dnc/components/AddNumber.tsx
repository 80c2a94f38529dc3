import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dialersQuery } from "@/api/lists";
import { toApiError } from "@/api/problem";
import { can, useSession } from "@/api/session";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { useAddDnc } from "../api/dnc";

export function AddNumber({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("dnc");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("add.title")}
      closeButtonProps={{ "aria-label": t("add.close") }}
    >
      <Body onClose={onClose} />
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("dnc");
  const session = useSession();
  const { data: dialers } = useQuery({ ...dialersQuery, enabled: can(session, "viewDialers") });
  const { mutate, isPending, error } = useAddDnc();
  const form = useForm({
    initialValues: { number: "", dialerId: null as string | null },
    validate: { number: (number) => (number.trim() ? null : t("add.needed")) },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ number, dialerId }) =>
        mutate(
          { number, dialerId: dialerId ?? undefined },
          {
            onSuccess: () => {
              tellDone(t("add.done"));
              onClose();
            },
            onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
          },
        ),
      )}
    >
      <Stack gap="md">
        <TextInput
          label={t("add.number")}
          type="tel"
          dir="ltr"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps("number")}
        />
        <Select
          label={t("add.scope")}
          description={t("add.scopeHint")}
          placeholder={t("wholeCentre")}
          clearable
          clearButtonProps={{ "aria-label": t("wholeCentre") }}
          data={(dialers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("dialerId")}
        />
        <ErrorSummary error={error} shownFields={["number"]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("add.cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("add.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
