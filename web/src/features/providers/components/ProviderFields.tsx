import { NumberInput, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ProviderKind } from "@/api/channels-types";
import { FormSection } from "@/ui/FormSection";
import type { useProviderForm } from "../provider-form";
import { useKindWords } from "../words";
import { SettingFields } from "./SettingFields";

interface Props {
  form: ReturnType<typeof useProviderForm>;
  kind: ProviderKind;
  secretsSet: readonly string[];
}

export function ProviderFields({ form, kind, secretsSet }: Props) {
  const { t } = useTranslation("providers");
  const { summaryOf } = useKindWords();
  return (
    <>
      <FormSection title={t("form.general")} description={t("form.generalHint")}>
        <TextInput
          label={t("form.name")}
          description={t("form.nameHint")}
          withAsterisk
          dir="auto"
          {...form.getInputProps("name")}
        />
        <Switch
          label={t("form.enabled")}
          description={t("form.enabledHint")}
          {...form.getInputProps("enabled", { type: "checkbox" })}
        />
        <Switch
          label={t("form.isDefault")}
          description={t("form.isDefaultHint")}
          {...form.getInputProps("isDefault", { type: "checkbox" })}
        />
      </FormSection>
      {kind.fields.length > 0 && (
        <FormSection title={kind.title} description={summaryOf(kind)}>
          <SettingFields
            kind={kind}
            values={form.values.settings}
            secretsSet={secretsSet}
            errors={form.errors}
            onChange={(name, value) => {
              form.setFieldValue("settings", { ...form.values.settings, [name]: value });
              form.clearFieldError(`settings.${name}`);
            }}
          />
        </FormSection>
      )}
      <FormSection title={t("form.wireLog")} description={t("form.wireLogHint")}>
        <NumberInput
          label={t("form.wireLogDays")}
          min={0}
          allowDecimal={false}
          {...form.getInputProps("wireLogDays")}
        />
      </FormSection>
    </>
  );
}
