import { Button } from "@mantine/core";
import { IconFileImport, IconSpeakerphone } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import { EmptyState } from "@/ui/EmptyState";

/** A dialer without a single message yet. */
export function NothingYet({ dialerId }: { dialerId: string }) {
  const { t } = useTranslation("dialers");
  const mayImport = can(useSession(), "runDialers");
  return (
    <EmptyState
      icon={IconSpeakerphone}
      title={t("nothing.title")}
      action={
        mayImport && (
          <Button
            component={Link}
            to={`/dialers/${dialerId}/import`}
            leftSection={<IconFileImport size={16} />}
          >
            {t("nothing.action")}
          </Button>
        )
      }
    >
      {t("nothing.reason")}
    </EmptyState>
  );
}
