import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderKind, SettingField } from "@/api/channels-types";
import type { FieldValue, FieldValues } from "../model";
import classes from "./SettingFields.module.css";
import { SettingInput } from "./SettingInput";

interface Props {
  kind: ProviderKind;
  values: FieldValues;
  secretsSet: readonly string[];
  /** By "settings.name", as the server spells them. */
  errors: Record<string, ReactNode>;
  onChange: (name: string, value: FieldValue) => void;
}

/** The settings of a kind, drawn from its schema; what most accounts leave as it is, folded away. */
export function SettingFields({ kind, values, secretsSet, errors, onChange }: Props) {
  const { t } = useTranslation("providers");
  const errorOf = ({ name }: SettingField) => errors[`settings.${name}`];
  const draw = (field: SettingField) => (
    <SettingInput
      key={field.name}
      field={field}
      stored={secretsSet.includes(field.name)}
      value={values[field.name]}
      onChange={(value) => onChange(field.name, value)}
      error={errorOf(field)}
    />
  );
  const advanced = kind.fields.filter((field) => field.advanced);
  return (
    <>
      {kind.fields.filter((field) => !field.advanced).map(draw)}
      {advanced.length > 0 && (
        // A fault in a folded field would be a fault nobody sees.
        <details className={classes.advanced} open={advanced.some(errorOf) || undefined}>
          <summary>{t("form.advanced", { count: advanced.length })}</summary>
          <div className={classes.fields}>{advanced.map(draw)}</div>
        </details>
      )}
    </>
  );
}
