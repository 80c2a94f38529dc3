import { Button, Input, PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "@/ui/StatusBadge";
import type { FieldValue } from "../model";
import classes from "./SecretField.module.css";

interface Props {
  label: string;
  description?: string;
  required: boolean;
  disabled: boolean;
  /** Whether one is stored. It is never shown, only replaced or taken away. */
  stored: boolean;
  /** Null while the stored one stays; empty takes it away. */
  value: FieldValue | undefined;
  onChange: (value: FieldValue) => void;
  error?: React.ReactNode;
  /** Whether somebody is writing a new one; remembered outside, because an empty new one looks like none. */
  replacing: boolean;
  onReplacing: (replacing: boolean) => void;
}

export function SecretField(props: Props) {
  const { t } = useTranslation("providers");
  const { label, description, required, disabled, stored, value, onChange, error } = props;
  if (!stored || props.replacing) {
    return (
      <div>
        <PasswordInput
          label={label}
          description={description}
          withAsterisk={required}
          disabled={disabled}
          autoComplete="off"
          dir="ltr"
          visibilityToggleButtonProps={{ "aria-label": t("secret.show", { label }) }}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
        />
        {stored && (
          <Button
            variant="subtle"
            size="compact-sm"
            mt={4}
            onClick={() => {
              props.onReplacing(false);
              onChange(null);
            }}
          >
            {t("secret.keep")}
          </Button>
        )}
      </div>
    );
  }
  const cleared = value === "";
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div className={classes.stored}>
        <StatusBadge tone={cleared ? "attention" : "good"}>
          {t(cleared ? "secret.willClear" : "secret.set")}
        </StatusBadge>
        {!disabled && (
          <>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={t("secret.replaceNamed", { label })}
              onClick={() => {
                props.onReplacing(true);
                onChange("");
              }}
            >
              {t("secret.replace")}
            </Button>
            {!required && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t(cleared ? "secret.undoNamed" : "secret.clearNamed", { label })}
                onClick={() => onChange(cleared ? null : "")}
              >
                {t(cleared ? "secret.undo" : "secret.clear")}
              </Button>
            )}
          </>
        )}
      </div>
    </Input.Wrapper>
  );
}
