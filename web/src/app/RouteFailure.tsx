import { Button } from "@mantine/core";
import { IconCompassOff, IconPlugConnectedX } from "@tabler/icons-react";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";

export function RouteFailure({ error }: ErrorComponentProps) {
  const { t } = useTranslation(["shell", "ui"]);
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const { problem, status } = toApiError(error);
  return (
    <EmptyState
      icon={IconPlugConnectedX}
      title={t("shell:failure.title")}
      action={
        <Button
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t("ui:action.tryAgain")}
        </Button>
      }
    >
      {problem.detail ?? (status === 0 ? t("ui:error.network") : t("ui:error.unexpected"))}
    </EmptyState>
  );
}

export function NotFound() {
  const { t } = useTranslation("shell");
  return (
    <main>
      <EmptyState
        order={1}
        icon={IconCompassOff}
        title={t("notFound.title")}
        action={<Button renderRoot={(props) => <Link to="/" {...props} />}>{t("notFound.action")}</Button>}
      >
        {t("notFound.reason")}
      </EmptyState>
    </main>
  );
}
