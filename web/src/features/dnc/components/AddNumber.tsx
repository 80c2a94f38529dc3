import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dialersQuery } from "@/api/lists";
import { toApiError } from "@/api/problem";
import { can, useSession } from "@/api/session";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { tellDone } from "@/ui/saved";
import { useAddDnc } from "../api/dnc";

export function AddNumber({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("dnc");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("add.title")}>
      <Body onClose={onClose} />
    </Dialog>
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
    <DialogForm
      submit={t("add.submit")}
      busy={isPending}
      error={error}
      shownFields={["number"]}
      onCancel={onClose}
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
    </DialogForm>
  );
}
