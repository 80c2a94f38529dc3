import { Alert, Button, Checkbox, CopyButton, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ApiScope } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { serverNow } from "@/lib/clock";
import { Dialog, DialogForm } from "@/ui/Dialog";
import { useCreateApiKey } from "../api/api-keys";
import classes from "./ApiKeysPage.module.css";

const scopes = ["send", "read", "import", "admin"] as const satisfies readonly ApiScope[];
const lifetimes = ["90", "365", "never"] as const;

/** The secret is shown once; while it is on screen the dialog does not close by a stray click. */
export function CreateApiKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("users");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("keys.new")} closeOnClickOutside={false}>
      <Body onClose={onClose} />
    </Dialog>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("users");
  const { mutate, isPending, error, data } = useCreateApiKey();
  const form = useForm({
    initialValues: { name: "", scopes: [] as ApiScope[], lifetime: "365" as (typeof lifetimes)[number] },
    validate: {
      name: (name) => (name.trim() ? null : t("field.needed")),
      scopes: (chosen) => (chosen.length > 0 ? null : t("keys.scopeNeeded")),
    },
  });
  if (data) return <Secret secret={data.secret} onClose={onClose} />;
  return (
    <DialogForm
      submit={t("keys.create")}
      busy={isPending}
      error={error}
      shownFields={["name", "scopes"]}
      onCancel={onClose}
      onSubmit={form.onSubmit(({ name, scopes: chosen, lifetime }) =>
        mutate(
          {
            name,
            scopes: chosen,
            expiresAt:
              lifetime === "never"
                ? undefined
                : new Date(serverNow() + Number(lifetime) * 86_400_000).toISOString(),
          },
          { onError: (failure) => form.setErrors(toApiError(failure).fieldErrors) },
        ),
      )}
    >
      <TextInput
        label={t("keys.name")}
        description={t("keys.nameHint")}
        data-autofocus
        dir="auto"
        {...form.getInputProps("name")}
      />
      <Checkbox.Group label={t("keys.scopes")} {...form.getInputProps("scopes")}>
        <Stack gap="xs" mt="xs">
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`scope.${scope}`)}
              description={t(`scopeHint.${scope}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={t("keys.expires")}
        allowDeselect={false}
        data={lifetimes.map((value) => ({ value, label: t(`lifetime.${value}`) }))}
        {...form.getInputProps("lifetime")}
      />
    </DialogForm>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("users");
  return (
    <Stack gap="md">
      <Alert color="oro" variant="light" icon={<IconAlertTriangle size={18} />} title={t("keys.onceTitle")}>
        {t("keys.once")}
      </Alert>
      <code className={classes.secret} dir="ltr">
        {secret}
      </code>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={secret} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {t(copied ? "keys.copied" : "keys.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t("keys.stored")}</Button>
      </Group>
    </Stack>
  );
}
