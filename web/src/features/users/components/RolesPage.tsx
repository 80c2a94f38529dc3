import { Button, Checkbox, Drawer, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconShieldLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { rolesQuery, useSaveRole } from "../api/roles";
import { allPermissions, permissionGroups } from "../model";
import { PeopleFrame } from "./PeopleFrame";
import classes from "./RolesPage.module.css";

/** What each role allows, as a table one can compare rows in. */
export function RolesPage() {
  const { t } = useTranslation("users");
  const roles = useQuery(rolesQuery);
  const [editing, setEditing] = useState<Role | "new">();
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      {t("roles.new")}
    </Button>
  );
  return (
    <PeopleFrame title={t("roles.title")} summary={t("roles.lead")} actions={newButton}>
      <ErrorSummary error={roles.error} onRetry={() => void roles.refetch()} />
      {roles.data?.length === 0 && (
        <EmptyState icon={IconShieldLock} title={t("roles.empty")} action={newButton} />
      )}
      <ul className={classes.list}>
        {roles.data?.map((role) => (
          <li key={role.id} className={classes.card}>
            <div className={classes.head}>
              <h2 className={classes.name}>
                <bdi>{role.name}</bdi>
              </h2>
              <Text size="xs" c="dimmed">
                {role.permissions.length === allPermissions.length
                  ? t("roles.all")
                  : t("roles.count", { count: role.permissions.length })}
              </Text>
              <Button
                size="xs"
                variant="default"
                className={classes.edit}
                aria-label={t("roles.editNamed", { name: role.name })}
                onClick={() => setEditing(role)}
              >
                {t("roles.edit")}
              </Button>
            </div>
            <ul className={classes.permissions}>
              {allPermissions
                .filter((permission) => role.permissions.includes(permission))
                .map((permission) => (
                  <li key={permission}>{t(`permission.${permission}`)}</li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      <Drawer
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        position="right"
        size="md"
        title={t(editing === "new" ? "roles.new" : "roles.editTitle")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {editing && (
          <RoleForm role={editing === "new" ? undefined : editing} onDone={() => setEditing(undefined)} />
        )}
      </Drawer>
    </PeopleFrame>
  );
}

function RoleForm({ role, onDone }: { role: Role | undefined; onDone: () => void }) {
  const { t } = useTranslation("users");
  const { mutate, isPending, error } = useSaveRole();
  const form = useForm({
    initialValues: { name: role?.name ?? "", permissions: role?.permissions ?? [] },
    validate: { name: (name) => (name.trim() ? null : t("field.needed")) },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutate(
          { id: role?.id, ...values },
          {
            onSuccess: () => {
              tellDone(t("roles.saved"));
              onDone();
            },
            onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
          },
        ),
      )}
    >
      <Stack gap="md">
        <TextInput label={t("field.name")} data-autofocus dir="auto" {...form.getInputProps("name")} />
        <Checkbox.Group {...form.getInputProps("permissions")} label={t("roles.permissions")}>
          <Stack gap="md" mt="xs">
            {permissionGroups.map(({ key, permissions }) => (
              <fieldset key={key} className={classes.group}>
                <legend>{t(`permissionGroup.${key}`)}</legend>
                {permissions.map((permission) => (
                  <Checkbox key={permission} value={permission} label={t(`permission.${permission}`)} />
                ))}
              </fieldset>
            ))}
          </Stack>
        </Checkbox.Group>
        <ErrorSummary error={error} shownFields={["name"]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("roles.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
