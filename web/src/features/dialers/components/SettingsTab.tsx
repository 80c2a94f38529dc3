import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import type { Dialer } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { can, useSession } from "@/api/session";
import { isComplete } from "@/lib/schedule";
import { zoneOptions } from "@/lib/zones";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { FormSection } from "@/ui/FormSection";
import { SaveBar } from "@/ui/SaveBar";
import { ScheduleEditor } from "@/ui/ScheduleEditor";
import { tellDone } from "@/ui/saved";
import { dialerQuery, useChangeDialer } from "../api/dialer";
import { senderOptions } from "../senders";

export function SettingsTab({ dialerId }: { dialerId: string }) {
  const { data } = useQuery(dialerQuery(dialerId));
  // A new form for each dialer, and for what the server says after a save.
  return data && <SettingsForm key={data.id} dialer={data} />;
}

function valuesOf(dialer: Dialer) {
  const { name, senderId, enabled, schedule, timeZone, dialString, gapMilliseconds, checkDnc } = dialer;
  return { name, senderId, enabled, schedule, timeZone, dialString, gapMilliseconds, checkDnc };
}

function SettingsForm({ dialer }: { dialer: Dialer }) {
  const { t } = useTranslation("dialers");
  const session = useSession();
  const readOnly = !can(session, "manageDialers");
  const { data: senders } = useQuery(sendersQuery);
  const { mutate, isPending, error } = useChangeDialer(dialer.id);
  const form = useForm({
    initialValues: valuesOf(dialer),
    validate: {
      name: (name) => (/^[A-Za-z0-9_.:-]{2,30}$/.test(name) ? null : t("field.nameRule")),
      schedule: (rows) => (rows.every(isComplete) ? null : t("field.scheduleIncomplete")),
    },
  });

  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutate(
          { ...values, timeZone: values.timeZone ?? "" },
          {
            onSuccess: () => {
              form.resetDirty();
              tellDone(t("settings.saved"));
            },
            onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
          },
        ),
      )}
    >
      <ErrorSummary error={error} shownFields={Object.keys(form.values)} />
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
        <ScheduleEditor
          value={form.values.schedule}
          disabled={readOnly}
          onChange={(rows) => form.setFieldValue("schedule", rows)}
        />
        {form.values.schedule.length > 0 && (
          <Select
            label={t("field.timeZone")}
            searchable
            disabled={readOnly}
            placeholder={session.businessUnit.timeZone}
            data={zoneOptions()}
            maw={320}
            {...form.getInputProps("timeZone")}
          />
        )}
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
          maw={220}
          disabled={readOnly}
          {...form.getInputProps("gapMilliseconds")}
        />
        <TextInput
          label={t("field.dialString")}
          description={t("field.dialStringHint")}
          dir="ltr"
          maw={320}
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
      <SaveBar dirty={form.isDirty()} busy={isPending} onDiscard={form.reset} />
    </form>
  );
}
