import { Select } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Provider, Sender } from "@/api/channels-types";
import { senderOptions } from "@/lib/sender-options";
import type { SenderValues } from "../model";
import classes from "./SenderForm.module.css";

interface Props {
  form: UseFormReturnType<SenderValues>;
  /** Not to fall back on itself. */
  self: string | undefined;
  senders: readonly Sender[];
  providers: readonly Provider[] | undefined;
}

/** What a message goes through when this one fails. One answered by nobody never does: it may have arrived. */
export function FallbackFields({ form, self, senders, providers }: Props) {
  const { t } = useTranslation("senders");
  const { providerId, fallbackSenderId } = form.values;
  return (
    <fieldset className={classes.group}>
      <legend>{t("fallback.title")}</legend>
      {providers && (
        <Select
          label={t("fallback.provider")}
          description={t("fallback.providerHint")}
          placeholder={t("fallback.none")}
          data={[
            { value: "", label: t("fallback.none") },
            ...providers
              .filter(({ id }) => id !== providerId)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          allowDeselect={false}
          value={form.values.fallbackProviderId ?? ""}
          onChange={(id) => form.setFieldValue("fallbackProviderId", id || null)}
          error={form.errors.fallbackProviderId}
        />
      )}
      <Select
        label={t("fallback.sender")}
        description={t("fallback.senderHint")}
        searchable
        allowDeselect={false}
        data={[
          { value: "", label: t("fallback.none") },
          ...senderOptions(senders.filter(({ id }) => id !== self)),
        ]}
        value={fallbackSenderId ?? ""}
        onChange={(id) => form.setFieldValue("fallbackSenderId", id || null)}
        error={form.errors.fallbackSenderId}
      />
    </fieldset>
  );
}
