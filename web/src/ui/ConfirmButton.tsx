import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import { type Confirmation, useConfirm } from "./confirm";

interface Props extends ButtonProps, Confirmation {
  children: ReactNode;
}

/** A button that asks before it acts. */
export function ConfirmButton({
  children,
  title,
  consequence,
  count,
  confirmLabel,
  destructive,
  onConfirm,
  ...rest
}: Props) {
  const confirm = useConfirm();
  return (
    <Button
      {...rest}
      onClick={() => confirm({ title, consequence, count, confirmLabel, destructive, onConfirm })}
    >
      {children}
    </Button>
  );
}
