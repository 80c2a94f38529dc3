import { Alert, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/Dialog";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { useTestProvider } from "../api/provider";

/** Asks the carrier whether it knows us, and shows its answer. */
export function TestProvider({ providerId, icon }: { providerId: string; icon: ReactNode }) {
  const { t } = useTranslation("providers");
  const [opened, dialog] = useDisclosure(false);
  const { mutate, data, error, isPending } = useTestProvider(providerId);
  return (
    <>
      <Button
        variant="default"
        leftSection={icon}
        loading={isPending}
        onClick={() => mutate(undefined, { onSettled: dialog.open })}
      >
        {t("test.open")}
      </Button>
      <Dialog opened={opened} onClose={dialog.close} title={t("test.title")}>
        <ErrorSummary error={error} />
        {data && !error && (
          <Alert
            color={data.works ? "green" : "red"}
            variant="light"
            icon={data.works ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
            title={t(data.works ? "test.works" : "test.fails")}
          >
            <Text size="sm" dir="auto">
              {data.sentence}
            </Text>
            {data.balance && (
              <Text size="sm" mt="xs">
                {t("health.balance")}: <bdi>{data.balance}</bdi>
              </Text>
            )}
          </Alert>
        )}
      </Dialog>
    </>
  );
}
