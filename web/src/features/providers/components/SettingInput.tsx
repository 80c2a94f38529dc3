import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { SettingField } from "@/api/channels-types";
import type { FieldValue } from "../model";
import { useKindWords } from "../words";
import { SecretField } from "./SecretField";

interface Props {
  field: SettingField;
  stored: boolean;
  value: FieldValue | undefined;
  onChange: (value: FieldValue) => void;
  error: ReactNode;
}

/** One setting, in the shape its type asks for. */
export function SettingInput({ field, stored, value, onChange, error }: Props) {
  const { labelOf, helpOf } = useKindWords();
  const [replacing, setReplacing] = useState(false);
  const common = { label: labelOf(field), description: helpOf(field), error };
  const named = { ...common, withAsterisk: field.required };
  const text = String(value ?? "");
  switch (field.type) {
    case "secret":
      return (
        <SecretField
          {...common}
          required={field.required}
          disabled={false}
          stored={stored}
          value={value}
          onChange={onChange}
          replacing={replacing}
          onReplacing={setReplacing}
        />
      );
    case "boolean":
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...named}
          min={field.least ?? undefined}
          max={field.most ?? undefined}
          clampBehavior="none"
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(next === "" ? "" : Number(next))}
        />
      );
    case "choice":
      return (
        <Select
          {...named}
          maw={400}
          allowDeselect={!field.required}
          data={field.options}
          value={text || null}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "longText":
      return (
        <Textarea
          {...named}
          dir="ltr"
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...named}
          dir="ltr"
          type={field.type === "address" ? "url" : "text"}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
