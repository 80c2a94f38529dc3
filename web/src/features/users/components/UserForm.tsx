import { Button, Group, MultiSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Role, SecurityGroup, User } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { useChangeUser, useCreateUser } from "../api/users";
import { inventPassword } from "../model";
import { EnabledCard } from "./EnabledCard";

interface Props {
  user: User | undefined;
  roles: readonly Role[];
  groups: readonly SecurityGroup[];
  onDone: () => void;
}

function valuesOf(user: User | undefined, roles: readonly Role[]) {
  const agent = roles.find(({ permissions }) => permissions.includes("handleInteractions"));
  return {
    name: user?.name ?? "",
    email: user?.email ?? "",
    password: user ? "" : inventPassword(),
    roleIds: user?.roles.map(({ id }) => id) ?? (agent ? [agent.id] : []),
    groupIds: user?.groups.map(({ id }) => id) ?? [],
    maxInteractions: user?.maxInteractions ?? 3,
    refusalTimeoutSeconds: user?.refusalTimeoutSeconds ?? 45,
  };
}

export function UserForm({ user, roles, groups, onDone }: Props) {
  const { t } = useTranslation("users");
  const create = useCreateUser();
  const change = useChangeUser();
  const form = useForm({
    initialValues: valuesOf(user, roles),
    validate: {
      name: (name) => (name.trim() ? null : t("field.needed")),
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t("field.emailRule")),
      password: (password) =>
        (user && password === "") || password.length >= 8 ? null : t("field.passwordRule"),
      roleIds: (ids) => (ids.length > 0 ? null : t("field.roleNeeded")),
    },
  });
  const error = create.error ?? change.error;
  const told = {
    onSuccess: () => {
      tellDone(t(user ? "edit.done" : "create.done"));
      onDone();
    },
    onError: (failure: unknown) => form.setErrors(toApiError(failure).fieldErrors),
  };

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ password, ...values }) =>
        user
          ? change.mutate({ id: user.id, ...values, ...(password ? { password } : {}) }, told)
          : create.mutate({ ...values, password }, told),
      )}
    >
      <Stack gap="md">
        {user && <EnabledCard user={user} />}
        <TextInput label={t("field.name")} data-autofocus dir="auto" {...form.getInputProps("name")} />
        <TextInput
          label={t("field.email")}
          type="email"
          dir="ltr"
          autoComplete="off"
          {...form.getInputProps("email")}
        />
        <TextInput
          label={t(user ? "field.newPassword" : "field.password")}
          description={t(user ? "field.newPasswordHint" : "field.passwordHint")}
          dir="ltr"
          autoComplete="new-password"
          rightSectionWidth={96}
          rightSection={
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconRefresh size={13} />}
              onClick={() => form.setFieldValue("password", inventPassword())}
            >
              {t("field.invent")}
            </Button>
          }
          {...form.getInputProps("password")}
        />
        <MultiSelect
          label={t("field.roles")}
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("roleIds")}
        />
        <MultiSelect
          label={t("field.groups")}
          description={t("field.groupsHint")}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("groupIds")}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={t("field.maxInteractions")}
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps("maxInteractions")}
          />
          <NumberInput
            label={t("field.refusalTimeout")}
            min={15}
            max={300}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps("refusalTimeoutSeconds")}
          />
        </Group>
        <ErrorSummary error={error} shownFields={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            {t(user ? "edit.submit" : "create.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
