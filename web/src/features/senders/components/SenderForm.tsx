import { Button, Group, NumberInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Provider, Sender } from "@/api/channels-types";
import { toApiError } from "@/api/problem";
import { useSession } from "@/api/session";
import { countryOptions } from "@/lib/countries";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { useChangeSender, useCreateSender } from "../api/senders";
import { canReceive, senderKinds, toChange, toCreate, usualPace, valuesOf } from "../model";
import { DncGroupField } from "./DncGroupField";
import { FallbackFields } from "./FallbackFields";
import { RemoveSender } from "./RemoveSender";
import classes from "./SenderForm.module.css";

interface Props {
  /** Absent for a new one. */
  sender: Sender | undefined;
  senders: readonly Sender[];
  providers: readonly Provider[] | undefined;
  onDone: () => void;
}

export function SenderForm({ sender, senders, providers, onDone }: Props) {
  const { t, i18n } = useTranslation("senders");
  const create = useCreateSender();
  const change = useChangeSender(sender?.id ?? "");
  const { isPending, error } = sender ? change : create;
  const { businessUnit } = useSession();
  const before = valuesOf(sender, {
    provider: providers?.find(({ isDefault }) => isDefault)?.id ?? null,
    country: businessUnit.country,
  });
  const form = useForm({
    initialValues: before,
    validate: {
      address: (address) => (address.trim() ? null : t("field.needed")),
      messagesPerSecond: (limit) => (Number(limit) > 0 || !sender ? null : t("field.needed")),
    },
  });
  const { kind } = form.values;
  const submit = form.onSubmit((values) => {
    const outcome = {
      onSuccess: () => {
        tellDone(t(sender ? "edit.done" : "create.done"));
        onDone();
      },
      onError: (failure: Error) => form.setErrors(toApiError(failure).fieldErrors),
    };
    if (sender) change.mutate(toChange(before, values), outcome);
    else create.mutate(toCreate(values), outcome);
  });
  const toggle = (name: "enabled" | "inbound" | "mms" | "verified" | "globalOutbound") => (
    <Switch
      label={t(`field.${name}`)}
      description={t(`field.${name}Hint`)}
      disabled={name === "inbound" && !canReceive(kind)}
      {...form.getInputProps(name, { type: "checkbox" })}
    />
  );
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <Select
          label={t("field.kind")}
          allowDeselect={false}
          disabled={sender !== undefined}
          data={senderKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          {...form.getInputProps("kind")}
        />
        {!sender && kind !== "alphanumeric" && (
          <Select
            label={t("field.country")}
            description={t("field.countryHint")}
            searchable
            allowDeselect={false}
            data={countryOptions(i18n.language)}
            {...form.getInputProps("country")}
          />
        )}
        <TextInput
          label={t("field.address")}
          description={t(kind === "alphanumeric" ? "field.addressNameHint" : "field.addressHint")}
          dir="ltr"
          type={kind === "alphanumeric" ? "text" : "tel"}
          autoComplete="off"
          disabled={sender !== undefined}
          withAsterisk={!sender}
          data-autofocus={sender ? undefined : true}
          {...form.getInputProps("address")}
        />
        <TextInput
          label={t("field.label")}
          description={t("field.labelHint")}
          dir="auto"
          {...form.getInputProps("label")}
        />
        {providers && (
          <Select
            label={t("field.provider")}
            description={t("field.providerHint")}
            allowDeselect={false}
            data={providers.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("providerId")}
          />
        )}
        <NumberInput
          label={t("field.limit")}
          description={t("field.limitHint")}
          min={0.01}
          max={10_000}
          placeholder={String(usualPace[kind])}
          clampBehavior="none"
          {...form.getInputProps("messagesPerSecond")}
        />
        <fieldset className={classes.group}>
          <legend>{t("field.abilities")}</legend>
          {toggle("enabled")}
          {toggle("inbound")}
          {toggle("mms")}
          {toggle("verified")}
          {toggle("globalOutbound")}
        </fieldset>
        <DncGroupField
          value={form.values.dncListId}
          onChange={(id) => form.setFieldValue("dncListId", id)}
          error={form.errors.dncListId}
        />
        <FallbackFields form={form} self={sender?.id} senders={senders} providers={providers} />
        <ErrorSummary error={error} shownFields={Object.keys(form.values)} />
        <Group justify="space-between" gap="xs">
          {sender ? <RemoveSender sender={sender} onRemoved={onDone} /> : <span />}
          <Group gap="xs">
            <Button variant="default" onClick={onDone}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isPending}>
              {t(sender ? "edit.submit" : "create.submit")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
