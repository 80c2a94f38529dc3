import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { tellDone, tellFailed } from "@/ui/saved";
import { useVerifySenders } from "../api/senders";

/** What can be done with the chosen senders at once. */
export function VerifyBar({ chosen, onDone }: { chosen: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation("senders");
  const { mutate, isPending } = useVerifySenders();
  if (chosen.length === 0) return null;
  const set = (verified: boolean) =>
    mutate(
      { ids: [...chosen], verified },
      {
        onSuccess: ({ items }) => {
          tellDone(t(verified ? "verify.done" : "verify.undone", { count: items.length }));
          onDone();
        },
        onError: (error) => tellFailed(error, t("verify.failed")),
      },
    );
  return (
    <>
      <Text size="sm" fw={560} role="status">
        {t("verify.chosen", { count: chosen.length })}
      </Text>
      <Button size="xs" loading={isPending} onClick={() => set(true)}>
        {t("verify.do")}
      </Button>
      <Button size="xs" variant="default" loading={isPending} onClick={() => set(false)}>
        {t("verify.undo")}
      </Button>
    </>
  );
}
