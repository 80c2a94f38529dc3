import { Alert, Button, Progress, Skeleton, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLiveEvent, useWatch } from "@/api/live";
import type { Import } from "@/api/operations-types";
import { formatNumber } from "@/lib/numbers";
import { formatDateTime } from "@/lib/time";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { announce } from "@/ui/LiveRegion";
import { StatusBadge } from "@/ui/StatusBadge";
import { errorsUrl, importQuery, type Target } from "../api/import";
import { accountedFor, isOver, stateTone } from "../model";
import { Balance } from "./Balance";
import classes from "./ImportProgress.module.css";
import { RefusedRows } from "./RefusedRows";

interface Props {
  id: string;
  target: Target;
  again: ReactNode;
}

/** One import from the server's own record: how far it is, and what became of every row. */
export function ImportProgress({ id, target, again }: Props) {
  const { t, i18n } = useTranslation("imports");
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(importQuery(id));
  useWatch("Import", id);
  useLiveEvent("ImportChanged", (changed) => {
    if (changed === id) {
      void queryClient.invalidateQueries({ queryKey: ["import", id] }, { cancelRefetch: false });
    }
  });
  useEndOfImport(data);

  if (!data) {
    return error ? (
      <>
        <ErrorSummary error={error} onRetry={() => void refetch()} />
        <div>{again}</div>
      </>
    ) : (
      <Skeleton height={180} radius="lg" />
    );
  }
  return (
    <>
      <section className={classes.card} aria-label={data.fileName}>
        <div className={classes.head}>
          <div className={classes.words}>
            <Title order={2} size="h3" className={classes.name}>
              <bdi>{data.fileName}</bdi>
            </Title>
            <Text size="xs" c="dimmed">
              {formatDateTime(data.createdAt, i18n.language)}
              {data.strict && ` · ${t("strictMode")}`}
            </Text>
          </div>
          <StatusBadge tone={stateTone[data.state]}>{t(`state.${data.state}`)}</StatusBadge>
        </div>
        {isOver(data) ? <Failure entry={data} /> : <Running entry={data} />}
        {(data.state === "done" || data.rows > 0) && <Balance entry={data} />}
        {isOver(data) && (
          <div className={classes.actions}>
            {data.rejected > 0 && (
              <Button
                component="a"
                href={errorsUrl(data.id)}
                download
                variant="default"
                leftSection={<IconDownload size={16} />}
              >
                {t("result.download")}
              </Button>
            )}
            {again}
            {target.kind === "messages" && data.state === "done" && (
              <Button component={Link} to={`/dialers/${target.dialerId}`}>
                {t("result.monitor")}
              </Button>
            )}
          </div>
        )}
      </section>
      {data.errors.length > 0 && <RefusedRows entry={data} />}
    </>
  );
}

function Running({ entry }: { entry: Import }) {
  const { t, i18n } = useTranslation("imports");
  const known = accountedFor(entry);
  const number = (value: number) => formatNumber(value, i18n.language);
  const receiving = entry.state === "receiving";
  return (
    <div>
      <Progress
        value={receiving || entry.rows === 0 ? 100 : (known / entry.rows) * 100}
        animated
        size="lg"
        aria-label={t(`state.${entry.state}`)}
      />
      <Text size="sm" c="dimmed" mt={6} className="tabular">
        {receiving
          ? t("progress.receiving", { rows: number(entry.rows) })
          : t("progress.processing", { done: number(known), rows: number(entry.rows) })}
      </Text>
      <Text size="sm" c="dimmed">
        {t("progress.leave")}
      </Text>
    </div>
  );
}

function Failure({ entry }: { entry: Import }) {
  const { t } = useTranslation("imports");
  if (entry.state === "done") return null;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={t(entry.state === "refused" ? "result.refused" : "result.failed")}
    >
      {entry.failureDetail}
    </Alert>
  );
}

/** Says the result once, when it comes in while somebody waits for it; opening an old one is silent. */
function useEndOfImport(entry: Import | undefined) {
  const { t, i18n } = useTranslation("imports");
  const queryClient = useQueryClient();
  const awaited = useRef(false);
  useEffect(() => {
    if (!entry) return;
    if (!isOver(entry)) {
      awaited.current = true;
      return;
    }
    if (!awaited.current) return;
    awaited.current = false;
    const number = (value: number) => formatNumber(value, i18n.language);
    announce(t("result.announce", { imported: number(entry.imported), rows: number(entry.rows) }));
    void queryClient.invalidateQueries({ queryKey: ["imports"] });
    void queryClient.invalidateQueries({ queryKey: entry.dialerId ? ["dialer", entry.dialerId] : ["dnc"] });
  }, [entry, t, i18n.language, queryClient]);
}
