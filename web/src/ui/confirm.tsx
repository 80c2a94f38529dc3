import { Button, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorSummary } from "./ErrorSummary";

export interface Confirmation {
  title: string;
  /** What will happen, to whom, and whether it can be taken back. */
  consequence: ReactNode;
  /** How many things it touches, shown large: people read numbers when they skip sentences. */
  count?: { value: number; label: string };
  /** Names the act ("Delete 1,204 messages"), never "OK". */
  confirmLabel: string;
  destructive?: boolean;
  onConfirm: () => Promise<unknown> | undefined;
}

/** Opens a dialog that stays, busy, until the act is done, and shows why when it could not be. */
export function useConfirm() {
  return (confirmation: Confirmation) => {
    const id = modals.open({
      title: confirmation.title,
      children: <Body confirmation={confirmation} close={() => modals.close(id)} />,
    });
  };
}

function Body({ confirmation, close }: { confirmation: Confirmation; close: () => void }) {
  const { t, i18n } = useTranslation("ui");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function act() {
    setBusy(true);
    setError(null);
    try {
      await confirmation.onConfirm();
      close();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }

  return (
    <Stack gap="md">
      {confirmation.count && (
        <Text fz="h1" fw={640} className="tabular">
          {new Intl.NumberFormat(i18n.language, { numberingSystem: "latn" }).format(confirmation.count.value)}{" "}
          <Text span fz="sm" fw={400} c="dimmed">
            {confirmation.count.label}
          </Text>
        </Text>
      )}
      <Text size="sm">{confirmation.consequence}</Text>
      <ErrorSummary error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {t("action.cancel")}
        </Button>
        <Button color={confirmation.destructive ? "red" : undefined} loading={busy} onClick={act}>
          {confirmation.confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}
