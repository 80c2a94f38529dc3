import { Button, Drawer, Group, NumberInput, Stack, Switch, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Behaviour } from "@/api/operations-types";
import { toApiError } from "@/api/problem";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { behaviourQuery, useSetBehaviour } from "../api/behaviour";
import { type Preset, presetOf, presets } from "../model";
import classes from "./BehaviourDrawer.module.css";

/** What the simulated carrier does to messages: the ways real ones disappoint, on purpose. */
export function BehaviourDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("handset");
  const { data, error } = useQuery({ ...behaviourQuery, enabled: opened });
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={t("behaviour.title")}
      closeButtonProps={{ "aria-label": t("behaviour.close") }}
    >
      <ErrorSummary error={error} />
      {data && <BehaviourForm behaviour={data} onDone={onClose} />}
    </Drawer>
  );
}

const percentages = ["rejectPercent", "throttlePercent", "loseAnswerPercent"] as const;

function BehaviourForm({ behaviour, onDone }: { behaviour: Behaviour; onDone: () => void }) {
  const { t } = useTranslation("handset");
  const { mutate, isPending, error } = useSetBehaviour();
  const form = useForm({ initialValues: behaviour });
  const chosen = presetOf(form.values);
  const percent = { min: 0, max: 100, suffix: " %", clampBehavior: "strict" } as const;
  const milliseconds = { min: 0, step: 100, allowDecimal: false, suffix: " ms" } as const;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutate(values, {
          onSuccess: () => {
            tellDone(t("behaviour.saved"));
            onDone();
          },
          onError: (failure) => form.setErrors(toApiError(failure).fieldErrors),
        }),
      )}
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t("behaviour.lead")}
        </Text>
        <fieldset className={classes.presets}>
          <legend className="sr-only">{t("behaviour.presets")}</legend>
          {(Object.keys(presets) as Preset[]).map((name) => (
            <button
              key={name}
              type="button"
              className={classes.preset}
              aria-pressed={chosen === name}
              onClick={() => form.setValues(presets[name])}
            >
              <span className={classes.presetName}>{t(`preset.${name}`)}</span>
              <span className={classes.presetHint}>{t(`presetHint.${name}`)}</span>
            </button>
          ))}
        </fieldset>
        <Stack gap="sm">
          <Title order={3} size="h4">
            {t("behaviour.taking")}
          </Title>
          <NumberInput
            label={t("behaviour.latencyMilliseconds")}
            max={60_000}
            {...milliseconds}
            {...form.getInputProps("latencyMilliseconds")}
          />
          {percentages.map((name) => (
            <NumberInput
              key={name}
              label={t(`behaviour.${name}`)}
              description={t(`behaviour.${name}Hint`)}
              {...percent}
              {...form.getInputProps(name)}
            />
          ))}
        </Stack>
        <Stack gap="sm">
          <Title order={3} size="h4">
            {t("behaviour.telling")}
          </Title>
          <Switch label={t("behaviour.receipts")} {...form.getInputProps("receipts", { type: "checkbox" })} />
          <NumberInput
            label={t("behaviour.receiptDelayMilliseconds")}
            max={3_600_000}
            disabled={!form.values.receipts}
            {...milliseconds}
            {...form.getInputProps("receiptDelayMilliseconds")}
          />
          <NumberInput
            label={t("behaviour.undeliverablePercent")}
            disabled={!form.values.receipts}
            {...percent}
            {...form.getInputProps("undeliverablePercent")}
          />
          <NumberInput
            label={t("behaviour.duplicateReceiptPercent")}
            disabled={!form.values.receipts}
            {...percent}
            {...form.getInputProps("duplicateReceiptPercent")}
          />
          <Switch
            label={t("behaviour.reorderReceipts")}
            disabled={!form.values.receipts}
            {...form.getInputProps("reorderReceipts", { type: "checkbox" })}
          />
        </Stack>
        <ErrorSummary error={error} shownFields={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("behaviour.cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("behaviour.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
