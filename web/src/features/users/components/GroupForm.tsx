import { Button, Group, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dialersQuery, queuesQuery, usersQuery } from "@/api/lists";
import type { SecurityGroup } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { can, useSession } from "@/api/session";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { useSaveGroup } from "../api/groups";

export function GroupForm({ group, onDone }: { group: SecurityGroup | undefined; onDone: () => void }) {
  const { t } = useTranslation("users");
  const session = useSession();
  const { data: users } = useQuery(usersQuery);
  const { data: queues } = useQuery({ ...queuesQuery, enabled: can(session, "viewQueues") });
  const { data: dialers } = useQuery({ ...dialersQuery, enabled: can(session, "viewDialers") });
  const { mutate, isPending, error } = useSaveGroup();
  const form = useForm({
    initialValues: {
      name: group?.name ?? "",
      userIds: group?.userIds ?? [],
      queueIds: group?.queueIds ?? [],
      dialerIds: group?.dialerIds ?? [],
    },
    validate: { name: (name) => (name.trim() ? null : t("field.needed")) },
  });
  const options = (list: readonly { id: string; name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutate(
          { id: group?.id, ...values },
          {
            onSuccess: () => {
              tellDone(t("groups.saved"));
              onDone();
            },
            onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
          },
        ),
      )}
    >
      <Stack gap="md">
        <TextInput label={t("field.name")} data-autofocus dir="auto" {...form.getInputProps("name")} />
        <MultiSelect
          label={t("groups.users")}
          searchable
          data={options(users)}
          {...form.getInputProps("userIds")}
        />
        <MultiSelect
          label={t("groups.queues")}
          searchable
          data={options(queues)}
          {...form.getInputProps("queueIds")}
        />
        <MultiSelect
          label={t("groups.dialers")}
          searchable
          data={options(dialers)}
          {...form.getInputProps("dialerIds")}
        />
        <ErrorSummary error={error} shownFields={["name"]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("groups.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
