import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconStack2, IconUsersPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { queuesQuery, sendersQuery } from "@/api/lists";
import type { Queue, Sender } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { formatNumber } from "@/lib/numbers";
import { describeRow, normalizeSchedule } from "@/lib/schedule";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { useQueuesLive } from "../live";
import { AssignMembers } from "./AssignMembers";
import { CreateQueue } from "./CreateQueue";
import { QueueBadge } from "./QueueBadge";
import classes from "./QueuesPage.module.css";

export function QueuesPage({ onCreated }: { onCreated: (id: string) => void }) {
  const { t } = useTranslation("queues");
  const session = useSession();
  const mayManage = can(session, "manageQueues");
  const [creating, create] = useDisclosure(false);
  const [assigning, assign] = useDisclosure(false);
  const queues = useQuery({ ...queuesQuery, refetchInterval: 15_000 });
  const { data: senders } = useQuery(sendersQuery);
  const columns = useColumns(senders);
  useQueuesLive();

  const newButton = mayManage && (
    <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
      {t("create.open")}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t("title")}
        summary={t("lead")}
        actions={
          queues.data &&
          queues.data.length > 0 &&
          mayManage && (
            <>
              <Button variant="default" leftSection={<IconUsersPlus size={16} />} onClick={assign.open}>
                {t("assign.open")}
              </Button>
              {newButton}
            </>
          )
        }
      />
      <ErrorSummary error={queues.error} onRetry={() => void queues.refetch()} />
      {!queues.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={queues.data}
          rowKey={({ id }) => id}
          initialSort={{ id: "name", desc: false }}
          empty={
            <EmptyState icon={IconStack2} title={t("empty.title")} action={newButton}>
              {t("empty.reason")}
            </EmptyState>
          }
        />
      )}
      <CreateQueue opened={creating} onClose={create.close} onCreated={onCreated} />
      <AssignMembers opened={assigning} onClose={assign.close} queues={queues.data ?? []} />
    </Page>
  );
}

function useColumns(senders: readonly Sender[] | undefined): GridColumn<Queue>[] {
  const { t, i18n } = useTranslation("queues");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("column.name"),
        value: ({ name }) => name,
        cell: ({ id, name, senderIds }) => (
          <div>
            <Link to="/queues/$queueId" params={{ queueId: id }} className={classes.name}>
              <bdi>{name}</bdi>
            </Link>
            <Text size="xs" c="dimmed">
              {senderIds.map((senderId) => {
                const sender = senders?.find((other) => other.id === senderId);
                return sender && <PhoneText key={senderId} number={sender.address} />;
              })}
              {senderIds.length === 0 && t("noSender")}
            </Text>
          </div>
        ),
      },
      {
        id: "status",
        header: t("column.status"),
        value: ({ enabled, open }) => (enabled ? (open ? 0 : 1) : 2),
        cell: (queue) => <QueueBadge queue={queue} />,
      },
      {
        id: "waiting",
        header: t("column.waiting"),
        align: "end",
        value: ({ waiting }) => waiting,
        cell: ({ waiting }) => (
          <span className={waiting > 0 ? classes.waiting : undefined}>
            {formatNumber(waiting, i18n.language)}
          </span>
        ),
      },
      {
        id: "members",
        header: t("column.members"),
        align: "end",
        value: ({ memberCount }) => memberCount,
        cell: ({ memberCount }) => formatNumber(memberCount, i18n.language),
      },
      {
        id: "hours",
        header: t("column.hours"),
        secondary: true,
        cell: ({ schedule }) => (
          <Text size="sm" c="dimmed" component="span">
            {schedule.length === 0
              ? t("always")
              : normalizeSchedule(schedule)
                  .map((row) => describeRow(row, i18n.language))
                  .join(" · ")}
          </Text>
        ),
      },
    ],
    [t, i18n.language, senders],
  );
}
