import { Button } from "@mantine/core";
import { IconArrowsSplit2, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntryPoint, Sender } from "@/api/channels-types";
import { queuesQuery, sendersQuery } from "@/api/lists";
import type { Queue } from "@/api/operations-types";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { entryPointsQuery } from "../api/entry-points";
import { EntryPointActions } from "./EntryPointActions";
import { EntryPointDialog } from "./EntryPointDialog";

/** Which number leads to which queue: each number that receives to exactly one. */
export function EntryPointsPage() {
  const { t } = useTranslation("senders");
  const entryPoints = useQuery(entryPointsQuery);
  const { data: senders } = useQuery(sendersQuery);
  const { data: queues } = useQuery(queuesQuery);
  const [editing, setEditing] = useState<EntryPoint | "new" | null>(null);
  const columns = useColumns(senders, queues, setEditing);
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      {t("entry.new")}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t("entry.title")}
        summary={t("entry.lead")}
        actions={entryPoints.data && entryPoints.data.length > 0 && newButton}
      />
      <ErrorSummary error={entryPoints.error} onRetry={() => void entryPoints.refetch()} />
      {!entryPoints.error && (
        <DataGrid
          label={t("entry.title")}
          columns={columns}
          rows={entryPoints.data}
          rowKey={({ id }) => id}
          initialSort={{ id: "name", desc: false }}
          empty={
            <EmptyState icon={IconArrowsSplit2} title={t("entry.emptyTitle")} action={newButton}>
              {t("entry.emptyReason")}
            </EmptyState>
          }
        />
      )}
      <EntryPointDialog
        editing={editing}
        senders={senders ?? []}
        queues={queues ?? []}
        onClose={() => setEditing(null)}
      />
    </Page>
  );
}

function useColumns(
  senders: readonly Sender[] | undefined,
  queues: readonly Queue[] | undefined,
  onEdit: (entryPoint: EntryPoint) => void,
): GridColumn<EntryPoint>[] {
  const { t } = useTranslation("senders");
  return useMemo(() => {
    const addressOf = (id: string) => senders?.find((sender) => sender.id === id)?.address ?? "–";
    const queueOf = (id: string) => queues?.find((queue) => queue.id === id)?.name ?? "–";
    return [
      {
        id: "name",
        header: t("entry.name"),
        value: ({ name }) => name,
        cell: ({ name }) => <bdi>{name}</bdi>,
      },
      {
        id: "sender",
        header: t("entry.sender"),
        value: ({ senderId }) => addressOf(senderId),
        cell: ({ senderId }) => <PhoneText number={addressOf(senderId)} />,
      },
      {
        id: "queue",
        header: t("entry.queue"),
        value: ({ queueId }) => queueOf(queueId),
        cell: ({ queueId }) => <bdi>{queueOf(queueId)}</bdi>,
      },
      {
        id: "actions",
        header: t("column.actions"),
        hiddenHeader: true,
        align: "end",
        cell: (entryPoint) => <EntryPointActions entryPoint={entryPoint} onEdit={onEdit} />,
      },
    ];
  }, [t, senders, queues, onEdit]);
}
