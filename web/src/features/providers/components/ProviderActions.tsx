import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconPlayerPause, IconPlayerPlay, IconPlugConnected, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Provider } from "@/api/channels-types";
import { useConfirm } from "@/ui/confirm";
import { tellDone, tellFailed } from "@/ui/saved";
import { useDeleteProvider, usePauseProvider } from "../api/provider";
import { TestProvider } from "./TestProvider";

export function ProviderActions({ provider, onDeleted }: { provider: Provider; onDeleted: () => void }) {
  const { t } = useTranslation("providers");
  const { id, name, paused } = provider;
  const confirm = useConfirm();
  const pause = usePauseProvider(id);
  const remove = useDeleteProvider(id);
  return (
    <>
      <TestProvider providerId={id} icon={<IconPlugConnected size={16} />} />
      {paused ? (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={pause.isPending}
          onClick={() =>
            pause.mutate("resume", {
              onSuccess: () => tellDone(t("pause.resumed", { name })),
              onError: (error) => tellFailed(error, t("pause.failed")),
            })
          }
        >
          {t("pause.resume")}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          onClick={() =>
            confirm({
              title: t("pause.title", { name }),
              consequence: t("pause.consequence"),
              confirmLabel: t("pause.confirm"),
              onConfirm: () => pause.mutateAsync("pause"),
            })
          }
        >
          {t("pause.open")}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={34} aria-label={t("more", { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() =>
              confirm({
                title: t("delete.title", { name }),
                consequence: t("delete.consequence"),
                confirmLabel: t("delete.confirm"),
                destructive: true,
                onConfirm: async () => {
                  await remove.mutateAsync();
                  tellDone(t("delete.done", { name }));
                  onDeleted();
                },
              })
            }
          >
            {t("delete.open")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
