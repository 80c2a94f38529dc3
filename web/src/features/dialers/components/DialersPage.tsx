import { Button, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch, IconSpeakerphone } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { dialersQuery, sendersQuery } from "@/api/lists";
import type { Dialer, DialerMonitor } from "@/api/operations-types";
import { can, useSession } from "@/api/session";
import { formatNumber } from "@/lib/numbers";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { StatusBadge } from "@/ui/StatusBadge";
import { monitorQuery } from "../api/monitor";
import { useDialersLive } from "../live";
import { statusOf } from "../model";
import { CreateDialer } from "./CreateDialer";
import { DialerBadge } from "./DialerBadge";
import classes from "./DialersPage.module.css";
import { RunButton } from "./RunButton";

interface Row {
  dialer: Dialer;
  monitor: DialerMonitor | undefined;
  sender: string;
}

interface Props {
  search: string;
  onSearch: (search: string) => void;
  onCreated: (id: string) => void;
}

export function DialersPage({ search, onSearch, onCreated }: Props) {
  const { t } = useTranslation("dialers");
  const session = useSession();
  const [creating, create] = useDisclosure(false);
  const dialers = useQuery(dialersQuery);
  const rows = useRows(dialers.data);
  useDialersLive();

  const wanted = search.trim().toLocaleLowerCase();
  const shown = rows?.filter(({ dialer, sender }) =>
    `${dialer.name} ${sender}`.toLocaleLowerCase().includes(wanted),
  );
  const columns = useColumns(can(session, "runDialers"));
  const newButton = can(session, "manageDialers") && (
    <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
      {t("create.open")}
    </Button>
  );
  const active = rows?.filter(({ monitor }) => monitor?.status === "active").length ?? 0;

  return (
    <Page>
      <PageHeader
        title={t("title")}
        summary={rows && rows.length > 0 ? t("summary", { active, count: rows.length }) : t("lead")}
        actions={rows && rows.length > 0 && newButton}
      >
        {rows && rows.length > 0 && (
          <TextInput
            className={classes.search}
            aria-label={t("search")}
            placeholder={t("search")}
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
          />
        )}
      </PageHeader>
      <ErrorSummary error={dialers.error} onRetry={() => void dialers.refetch()} />
      {!dialers.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={shown}
          rowKey={({ dialer }) => dialer.id}
          initialSort={{ id: "name", desc: false }}
          filtered={wanted !== ""}
          empty={
            <EmptyState icon={IconSpeakerphone} title={t("empty.title")} action={newButton}>
              {t("empty.reason")}
            </EmptyState>
          }
          filteredEmpty={
            <EmptyState
              icon={IconSearch}
              title={t("noMatch.title")}
              action={
                <Button variant="default" onClick={() => onSearch("")}>
                  {t("noMatch.action")}
                </Button>
              }
            >
              {t("noMatch.reason")}
            </EmptyState>
          }
        />
      )}
      <CreateDialer opened={creating} onClose={create.close} onCreated={onCreated} />
    </Page>
  );
}

function useRows(dialers: readonly Dialer[] | undefined): Row[] | undefined {
  const { data: senders } = useQuery(sendersQuery);
  const monitors = useQueries({ queries: (dialers ?? []).map(({ id }) => monitorQuery(id)) });
  return dialers?.map((dialer, index) => ({
    dialer,
    monitor: monitors[index]?.data,
    sender: senders?.find(({ id }) => id === dialer.senderId)?.address ?? "",
  }));
}

function useColumns(mayRun: boolean): GridColumn<Row>[] {
  const { t, i18n } = useTranslation("dialers");
  return useMemo(() => {
    const figure = (id: "processed" | "notProcessed" | "other" | "blocked", secondary = true) => ({
      id,
      header: t(`figure.${id}`),
      align: "end" as const,
      secondary,
      value: ({ monitor }: Row) => monitor?.[id] ?? null,
      cell: ({ monitor }: Row) => (monitor ? formatNumber(monitor[id], i18n.language) : "–"),
    });
    return [
      {
        id: "name",
        header: t("column.name"),
        value: ({ dialer }) => dialer.name,
        cell: ({ dialer, sender }) => (
          <div>
            <Link to="/dialers/$dialerId" params={{ dialerId: dialer.id }} className={classes.name}>
              <bdi>{dialer.name}</bdi>
            </Link>
            <Text size="xs" c="dimmed">
              <PhoneText number={sender} />
            </Text>
          </div>
        ),
      },
      {
        id: "status",
        header: t("column.status"),
        value: ({ monitor }) => (monitor ? statusOf(monitor) : null),
        cell: ({ monitor }) => monitor && <DialerBadge monitor={monitor} />,
      },
      {
        id: "schedule",
        header: t("column.onSchedule"),
        secondary: true,
        value: ({ monitor }) => (monitor?.onSchedule ? 1 : 0),
        cell: ({ monitor }) =>
          monitor && (
            <StatusBadge tone={monitor.onSchedule ? "calm" : "off"}>
              {t(monitor.onSchedule ? "schedule.open" : "schedule.closed")}
            </StatusBadge>
          ),
      },
      figure("processed"),
      figure("notProcessed"),
      figure("other"),
      figure("blocked"),
      ...(mayRun
        ? [
            {
              id: "actions",
              header: t("column.actions"),
              hiddenHeader: true,
              align: "end" as const,
              cell: ({ dialer, monitor }: Row) => (
                <RunButton dialer={dialer} monitor={monitor} size="xs" variant="light" />
              ),
            },
          ]
        : []),
    ];
  }, [t, i18n.language, mayRun]);
}
