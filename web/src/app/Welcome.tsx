import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";

/** Where someone lands whose role opens no page yet. */
export function Welcome() {
  const { t } = useTranslation("shell");
  return (
    <EmptyState icon={IconLock} title={t("noAccess.title")}>
      {t("noAccess.reason")}
    </EmptyState>
  );
}
