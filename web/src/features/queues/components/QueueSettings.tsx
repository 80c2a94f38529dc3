import { NumberInput, Select, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Queue } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { can, useSession } from "@/api/session";
import { isComplete } from "@/lib/schedule";
import { zoneOptions } from "@/lib/zones";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { FormSection } from "@/ui/FormSection";
import { PartsCounter } from "@/ui/PartsCounter";
import { SaveBar } from "@/ui/SaveBar";
import { ScheduleEditor } from "@/ui/ScheduleEditor";
import { tellDone } from "@/ui/saved";
import { queueQuery, useChangeQueue } from "../api/queue";

export function QueueSettings({ queueId }: { queueId: string }) {
  const { data } = useQuery(queueQuery(queueId));
  return data && <SettingsForm key={data.id} queue={data} />;
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

function SettingsForm({ queue }: { queue: Queue }) {
  const { t } = useTranslation("queues");
  const session = useSession();
  const disabled = !can(session, "manageQueues");
  const { mutate, isPending, error } = useChangeQueue(queue.id);
  const form = useForm({
    initialValues: valuesOf(queue),
    validate: {
      name: (name) => (/^[A-Za-z0-9_.:-]{2,30}$/.test(name) ? null : t("field.nameRule")),
      schedule: (rows) => (rows.every(isComplete) ? null : t("field.scheduleIncomplete")),
    },
  });
  const seconds = { min: 0, allowDecimal: false, suffix: " s", disabled, maw: 220 } as const;

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
          maw={220}
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
        <ScheduleEditor
          value={form.values.schedule}
          disabled={disabled}
          onChange={(rows) => form.setFieldValue("schedule", rows)}
        />
        {form.values.schedule.length > 0 && (
          <>
            <Select
              label={t("field.timeZone")}
              searchable
              disabled={disabled}
              placeholder={session.businessUnit.timeZone}
              data={zoneOptions()}
              maw={320}
              {...form.getInputProps("timeZone")}
            />
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
          </>
        )}
      </FormSection>
      <SaveBar dirty={form.isDirty()} busy={isPending} onDiscard={form.reset} />
    </form>
  );
}
