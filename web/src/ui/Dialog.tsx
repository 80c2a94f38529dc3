import { Button, Group, Modal, type ModalProps, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorSummary } from "./ErrorSummary";

interface DialogProps extends Pick<ModalProps, "opened" | "onClose" | "size" | "closeOnClickOutside"> {
  title: string;
  children: ReactNode;
}

/** A dialog over the page. What it holds begins anew each time it opens. */
export function Dialog(props: DialogProps) {
  const { t } = useTranslation("ui");
  return <Modal closeButtonProps={{ "aria-label": t("action.close") }} {...props} />;
}

interface FormProps {
  /** Names the act: "Create dialer". */
  submit: string;
  busy: boolean;
  error: unknown;
  /** Fields that show their own faults. */
  shownFields: readonly string[];
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A few fields in a dialog, what went wrong, and the two ways out. */
export function DialogForm({ submit, busy, error, shownFields, onSubmit, onCancel, children }: FormProps) {
  const { t } = useTranslation("ui");
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack gap="md">
        {children}
        <ErrorSummary error={error} shownFields={shownFields} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
