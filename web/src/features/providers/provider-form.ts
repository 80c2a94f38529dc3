import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { CreateProvider, Provider, ProviderChange, ProviderKind } from "@/api/channels-types";
import { type FieldValues, isMissing, settingsToSend, valuesOf } from "./model";

/** As the server keeps it when nothing is said. */
const usualWireLogDays = 7;

/** The form of a provider, new or stored: the same fields and rules. */
export function useProviderForm(kind: ProviderKind, provider?: Provider) {
  const { t } = useTranslation("providers");
  const begin = {
    name: provider?.name ?? kind.title,
    isDefault: provider?.isDefault ?? false,
    enabled: provider?.enabled ?? true,
    wireLogDays: provider?.wireLogDays ?? usualWireLogDays,
    settings: valuesOf(kind, provider) as FieldValues,
  };
  const form = useForm({
    initialValues: begin,
    validate: (values) => {
      const missing = kind.fields
        .filter((field) => isMissing(field, values.settings[field.name]))
        .map(({ name }) => [`settings.${name}`, t("form.needed")]);
      return Object.fromEntries(values.name.trim() ? missing : [...missing, ["name", t("form.needed")]]);
    },
  });
  return form;
}

export type ProviderFormValues = ReturnType<typeof useProviderForm>["values"];

export function toCreate(kind: ProviderKind, values: ProviderFormValues): CreateProvider {
  const settings = settingsToSend(kind, {}, values.settings, true);
  return { ...values, name: values.name.trim(), kind: kind.name, settings };
}

export function toChange(kind: ProviderKind, provider: Provider, values: ProviderFormValues): ProviderChange {
  const settings = settingsToSend(kind, valuesOf(kind, provider), values.settings, false);
  return { ...values, name: values.name.trim(), settings };
}

/** Every field that shows its own fault. */
export const shownFields = (kind: ProviderKind) => [
  "name",
  "wireLogDays",
  ...kind.fields.map(({ name }) => `settings.${name}`),
];
