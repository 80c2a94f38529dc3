import { NumberInput, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Queue } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { isName } from "@/lib/names";
import { isComplete } from "@/lib/schedule";
import { FormSection } from "@/ui/FormSection";
import { HoursFields } from "@/ui/HoursFields";
import { PartsCounter } from "@/ui/PartsCounter";
import { SettingsForm } from "@/ui/SettingsForm";
import { queueQuery, useChangeQueue } from "../api/queue";

export function QueueSettings({ queueId }: { queueId: string }) {
  const { data } = useQuery(queueQuery(queueId));
  return data && <SettingsOf key={data.id} queue={data} />;
}

const longestMessage = 1530;

function valuesOf(queue: Queue) {
  const { name, enabled, maxInteractions, serviceLevelSeconds, abandonmentSeconds, wrapUpSeconds } = queue;
  const { schedule, timeZone, outOfHoursMessage, dispositionRequired } = queue;
  return {
    name,
    enabled,
    maxInteractions,
    serviceLevelSeconds,
    abandonmentSeconds,
    wrapUpSeconds,
    schedule,
    timeZone,
    outOfHoursMessage: outOfHoursMessage ?? "",
    dispositionRequired,
  };
}

function SettingsOf({ queue }: { queue: Queue }) {
  const { t } = useTranslation("queues");
  const session = useSession();
  const disabled = !can(session, "manageQueues");
  const save = useChangeQueue(queue.id);
  const form = useForm({
    initialValues: valuesOf(queue),
    validate: {
      name: (name) => (isName(name) ? null : t("field.nameRule")),
      schedule: (rows) => (rows.every(isComplete) ? null : t("field.scheduleIncomplete")),
    },
  });
  const seconds = { min: 0, allowDecimal: false, suffix: " s", disabled } as const;

  return (
    <SettingsForm
      form={form}
      save={save}
      toBody={(values) => ({ ...values, timeZone: values.timeZone ?? "" })}
      saved={t("settings.saved")}
    >
      <FormSection title={t("settings.general")} description={t("settings.generalHint")}>
        <TextInput label={t("field.name")} dir="ltr" disabled={disabled} {...form.getInputProps("name")} />
        <Switch
          label={t("field.enabled")}
          description={t("field.enabledHint")}
          disabled={disabled}
          {...form.getInputProps("enabled", { type: "checkbox" })}
        />
      </FormSection>
      <FormSection title={t("settings.routing")} description={t("settings.routingHint")}>
        <Text size="sm">{t("settings.strategy")}</Text>
        <NumberInput
          label={t("field.maxInteractions")}
          description={t("field.maxInteractionsHint")}
          min={1}
          max={100}
          allowDecimal={false}
          disabled={disabled}
          {...form.getInputProps("maxInteractions")}
        />
        <NumberInput
          label={t("field.wrapUp")}
          description={t("field.wrapUpHint")}
          max={3600}
          {...seconds}
          {...form.getInputProps("wrapUpSeconds")}
        />
        <Switch
          label={t("field.dispositionRequired")}
          description={t("field.dispositionRequiredHint")}
          disabled={disabled}
          {...form.getInputProps("dispositionRequired", { type: "checkbox" })}
        />
      </FormSection>
      <FormSection title={t("settings.thresholds")} description={t("settings.thresholdsHint")}>
        <NumberInput
          label={t("field.serviceLevel")}
          description={t("field.serviceLevelHint")}
          {...seconds}
          {...form.getInputProps("serviceLevelSeconds")}
        />
        <NumberInput
          label={t("field.abandonment")}
          description={t("field.abandonmentHint")}
          {...seconds}
          {...form.getInputProps("abandonmentSeconds")}
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
          disabled={disabled}
        />
        {form.values.schedule.length > 0 && (
          <div>
            <Textarea
              label={t("field.outOfHours")}
              description={t("field.outOfHoursHint")}
              dir="auto"
              autosize
              minRows={2}
              maxRows={8}
              disabled={disabled}
              aria-describedby="out-of-hours-parts"
              {...form.getInputProps("outOfHoursMessage")}
            />
            <PartsCounter
              id="out-of-hours-parts"
              text={form.values.outOfHoursMessage}
              maxCharacters={longestMessage}
            />
          </div>
        )}
      </FormSection>
    </SettingsForm>
  );
}
