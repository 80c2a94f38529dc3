import { Button, Select, Text } from "@mantine/core";
import { IconFilterOff, IconMessages } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { formatDateTime } from "@/lib/time";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { messageTone } from "@/ui/message-tone";
import { PhoneText } from "@/ui/PhoneText";
import { StatusBadge } from "@/ui/StatusBadge";
import { dialerMessagesQuery } from "../api/messages";
import { isOutboundState, type OutboundState, outboundStates } from "../model";
import classes from "./MessagesTab.module.css";

interface Props {
  dialerId: string;
  state: OutboundState | undefined;
  onState: (state: OutboundState | undefined) => void;
}

export function MessagesTab({ dialerId, state, onState }: Props) {
  const { t } = useTranslation("dialers");
  const messages = useInfiniteQuery(dialerMessagesQuery(dialerId, state));
  const columns = useColumns();
  const rows = messages.data?.pages.flatMap(({ items }) => items);
  return (
    <div className={classes.root}>
      <Select
        className={classes.filter}
        aria-label={t("messages.filter")}
        placeholder={t("messages.all")}
        clearable
        clearButtonProps={{ "aria-label": t("messages.clear") }}
        value={state ?? null}
        onChange={(value) => onState(value && isOutboundState(value) ? value : undefined)}
        data={outboundStates.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <ErrorSummary error={messages.error} onRetry={() => void messages.refetch()} />
      {!messages.error && (
        <DataGrid
          label={t("tabs.messages")}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          filtered={state !== undefined}
          empty={
            <EmptyState icon={IconMessages} title={t("nothing.title")}>
              {t("nothing.reason")}
            </EmptyState>
          }
          filteredEmpty={
            <EmptyState
              icon={IconFilterOff}
              title={t("messages.noneInState")}
              action={
                <Button variant="default" onClick={() => onState(undefined)}>
                  {t("messages.showAll")}
                </Button>
              }
            />
          }
          footer={
            messages.hasNextPage && (
              <Button
                variant="subtle"
                size="xs"
                loading={messages.isFetchingNextPage}
                onClick={() => void messages.fetchNextPage()}
              >
                {t("messages.more")}
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

function useColumns(): GridColumn<Message>[] {
  const { t, i18n } = useTranslation("dialers");
  return useMemo(
    () => [
      {
        id: "number",
        header: t("messages.number"),
        width: "10rem",
        cell: ({ id, number }) => (
          <Link to="/messages/$messageId" params={{ messageId: id }} className={classes.number}>
            <PhoneText number={number} />
          </Link>
        ),
      },
      {
        id: "text",
        header: t("messages.text"),
        cell: ({ text, failureDetail, verdict, state }) => (
          <div className={classes.text}>
            <Text size="sm" dir="auto" lineClamp={2}>
              {text}
            </Text>
            {(failureDetail || state === "blocked") && (
              <Text size="xs" c="red">
                {failureDetail ?? t(`verdict.${verdict}` as "verdict.allowed", verdict ?? "")}
              </Text>
            )}
          </div>
        ),
      },
      {
        id: "parts",
        header: t("messages.parts"),
        align: "end",
        secondary: true,
        width: "5rem",
        cell: ({ parts }) => parts,
      },
      {
        id: "state",
        header: t("messages.state"),
        width: "9.5rem",
        cell: ({ state }) =>
          isOutboundState(state) && (
            <StatusBadge tone={messageTone[state]}>{t(`state.${state}`)}</StatusBadge>
          ),
      },
      {
        id: "at",
        header: t("messages.since"),
        secondary: true,
        width: "12rem",
        cell: ({ stateChangedAt }) => (
          <time dateTime={stateChangedAt}>{formatDateTime(stateChangedAt, i18n.language)}</time>
        ),
      },
    ],
    [t, i18n.language],
  );
}
