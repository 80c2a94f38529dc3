import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** The customer's number; it changes phones when it is finished, not with every digit. */
export function NumberField({ number, onChange }: { number: string; onChange: (number: string) => void }) {
  const { t } = useTranslation("handset");
  const [text, setText] = useState(number);
  const clean = text.replace(/[\s().-]/g, "");
  const valid = /^\+\d{7,15}$/.test(clean);
  const finish = () => {
    if (valid && clean !== number) onChange(clean);
  };
  return (
    <TextInput
      label={t("number")}
      description={t("numberHint")}
      type="tel"
      dir="ltr"
      autoComplete="off"
      value={text}
      error={text !== "" && !valid ? t("numberRule") : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
      }}
    />
  );
}
