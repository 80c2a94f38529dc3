import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import type { Dialer } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { isName } from "@/lib/names";
import { isComplete } from "@/lib/schedule";
import { senderOptions } from "@/lib/sender-options";
import { FormSection } from "@/ui/FormSection";
import { HoursFields } from "@/ui/HoursFields";
import { SettingsForm } from "@/ui/SettingsForm";
import { dialerQuery, useChangeDialer } from "../api/dialer";

export function SettingsTab({ dialerId }: { dialerId: string }) {
  const { data } = useQuery(dialerQuery(dialerId));
  // A new form for each dialer, and for what the server says after a save.
  return data && <DialerSettings key={data.id} dialer={data} />;
}

function valuesOf(dialer: Dialer) {
  const { name, senderId, enabled, schedule, timeZone, dialString, gapMilliseconds, checkDnc } = dialer;
  return { name, senderId, enabled, schedule, timeZone, dialString, gapMilliseconds, checkDnc };
}

function DialerSettings({ dialer }: { dialer: Dialer }) {
  const { t } = useTranslation("dialers");
  const session = useSession();
  const readOnly = !can(session, "manageDialers");
  const { data: senders } = useQuery(sendersQuery);
  const save = useChangeDialer(dialer.id);
  const form = useForm({
    initialValues: valuesOf(dialer),
    validate: {
      name: (name) => (isName(name) ? null : t("field.nameRule")),
      schedule: (rows) => (rows.every(isComplete) ? null : t("field.scheduleIncomplete")),
    },
  });

  return (
    <SettingsForm
      form={form}
      save={save}
      toBody={(values) => ({ ...values, timeZone: values.timeZone ?? "" })}
      saved={t("settings.saved")}
    >
      <FormSection title={t("settings.general")} description={t("settings.generalHint")}>
        <TextInput label={t("field.name")} dir="ltr" disabled={readOnly} {...form.getInputProps("name")} />
        <Select
          label={t("field.sender")}
          data={senderOptions(senders)}
          allowDeselect={false}
          disabled={readOnly}
          {...form.getInputProps("senderId")}
        />
        <Switch
          label={t("field.enabled")}
          description={t("field.enabledHint")}
          disabled={readOnly}
          {...form.getInputProps("enabled", { type: "checkbox" })}
        />
      </FormSection>
      <FormSection title={t("settings.schedule")} description={t("settings.scheduleHint")}>
        <HoursFields
          schedule={form.values.schedule}
          onSchedule={(rows) => form.setFieldValue("schedule", rows)}
          timeZone={form.values.timeZone}
          onTimeZone={(zone) => form.setFieldValue("timeZone", zone)}
          zoneError={form.errors.timeZone}
          unitZone={session.businessUnit.timeZone}
          disabled={readOnly}
        />
      </FormSection>
      <FormSection title={t("settings.pace")} description={t("settings.paceHint")}>
        <NumberInput
          label={t("field.gap")}
          description={t("field.gapHint")}
          min={0}
          max={3_600_000}
          step={100}
          allowDecimal={false}
          suffix=" ms"
          disabled={readOnly}
          {...form.getInputProps("gapMilliseconds")}
        />
        <TextInput
          label={t("field.dialString")}
          description={t("field.dialStringHint")}
          dir="ltr"
          disabled={readOnly}
          {...form.getInputProps("dialString")}
        />
      </FormSection>
      <FormSection title={t("settings.consent")} description={t("settings.consentHint")}>
        <Switch
          label={t("field.checkDnc")}
          description={t("field.checkDncHint")}
          disabled={readOnly}
          {...form.getInputProps("checkDnc", { type: "checkbox" })}
        />
      </FormSection>
    </SettingsForm>
  );
}
