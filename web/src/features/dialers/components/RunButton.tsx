import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DialerMonitor } from "@/api/operations-types";
import { tellFailed } from "@/ui/saved";
import { useRunDialer } from "../api/monitor";

interface Props extends Pick<ButtonProps, "size" | "variant"> {
  dialer: { id: string; name: string };
  monitor: DialerMonitor | undefined;
}

/** Start or stop, whichever the server says is possible; busy until the server has answered. */
export function RunButton({ dialer, monitor, size, variant }: Props) {
  const { t } = useTranslation("dialers");
  const { mutate, isPending } = useRunDialer(dialer.id);
  const running = monitor?.running ?? false;
  const act = running ? "stop" : "start";
  const disabled = !monitor || (!running && !monitor.enabled);
  return (
    <Tooltip label={t("run.disabledReason")} disabled={monitor?.enabled !== false || running}>
      <Button
        size={size}
        variant={running ? "default" : (variant ?? "filled")}
        disabled={disabled}
        loading={isPending}
        leftSection={running ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />}
        aria-label={t(`run.${act}Named`, { name: dialer.name })}
        onClick={() => mutate(act, { onError: (error) => tellFailed(error, t("run.failed")) })}
      >
        {t(`run.${act}`)}
      </Button>
    </Tooltip>
  );
}
