import { Button, Group, MultiSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "@/api/lists";
import type { Queue } from "@/api/operations-types";
import { Dialog } from "@/ui/Dialog";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { useChangeMembers } from "../api/members";

interface Props {
  opened: boolean;
  onClose: () => void;
  queues: readonly Queue[];
}

/** Several queues × several agents, in or out in one go (B12). */
export function AssignMembers(props: Props) {
  const { t } = useTranslation("queues");
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t("assign.title")}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ onClose, queues }: Props) {
  const { t } = useTranslation("queues");
  const { t: tUi } = useTranslation("ui");
  const { data: agents } = useQuery(agentsQuery);
  const { mutate, isPending, error } = useChangeMembers();
  const [action, setAction] = useState<"add" | "remove">("add");
  const [queueIds, setQueueIds] = useState<string[]>([]);
  const [userIds, setUserIds] = useState<string[]>([]);
  const ready = queueIds.length > 0 && userIds.length > 0;
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("assign.action")}
        value={action}
        onChange={(value) => setAction(value === "remove" ? "remove" : "add")}
        data={[
          { value: "add", label: t("assign.add") },
          { value: "remove", label: t("assign.remove") },
        ]}
      />
      <MultiSelect
        label={t("assign.agents")}
        placeholder={userIds.length === 0 ? t("assign.chooseAgents") : undefined}
        searchable
        data={(agents ?? []).map(({ userId, name }) => ({ value: userId, label: name }))}
        value={userIds}
        onChange={setUserIds}
        data-autofocus
      />
      <MultiSelect
        label={t("assign.queues")}
        placeholder={queueIds.length === 0 ? t("assign.chooseQueues") : undefined}
        searchable
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        value={queueIds}
        onChange={setQueueIds}
      />
      {ready && (
        <Text size="sm" c="dimmed">
          {t(`assign.${action}Summary`, { agents: userIds.length, queues: queueIds.length })}
        </Text>
      )}
      <ErrorSummary error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {tUi("action.cancel")}
        </Button>
        <Button
          disabled={!ready}
          loading={isPending}
          color={action === "remove" ? "red" : undefined}
          onClick={() =>
            mutate(
              { queueIds, userIds, action },
              {
                onSuccess: () => {
                  tellDone(t("assign.done"));
                  onClose();
                },
              },
            )
          }
        >
          {t(`assign.${action}`)}
        </Button>
      </Group>
    </Stack>
  );
}
