import { Anchor, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/operations-types";
import { formatNumber } from "@/lib/numbers";
import { formatDateTime } from "@/lib/time";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { StatusBadge } from "@/ui/StatusBadge";
import { importsQuery, type Target } from "../api/import";
import { stateTone } from "../model";

interface Props {
  target: Target;
  onOpen: (id: string) => void;
}

export function EarlierImports({ target, onOpen }: Props) {
  const { t, i18n } = useTranslation("imports");
  const { data } = useQuery(importsQuery(target.kind === "messages" ? target.dialerId : undefined));
  const columns = useMemo<GridColumn<Import>[]>(() => {
    const figure = (id: "rows" | "imported" | "rejected") => ({
      id,
      header: t(`balance.${id}`),
      align: "end" as const,
      secondary: id === "imported",
      value: (entry: Import) => entry[id],
      cell: (entry: Import) => formatNumber(entry[id], i18n.language),
    });
    return [
      {
        id: "file",
        header: t("earlier.file"),
        value: ({ fileName }) => fileName,
        cell: ({ id, fileName }) => (
          <Anchor component="button" type="button" fw={560} onClick={() => onOpen(id)}>
            <bdi>{fileName}</bdi>
          </Anchor>
        ),
      },
      {
        id: "when",
        header: t("earlier.when"),
        secondary: true,
        value: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <time dateTime={createdAt}>{formatDateTime(createdAt, i18n.language)}</time>,
      },
      {
        id: "state",
        header: t("earlier.state"),
        value: ({ state }) => state,
        cell: ({ state }) => <StatusBadge tone={stateTone[state]}>{t(`state.${state}`)}</StatusBadge>,
      },
      figure("rows"),
      figure("imported"),
      figure("rejected"),
    ];
  }, [t, i18n.language, onOpen]);

  const rows = data?.filter(({ kind }) => kind === target.kind);
  if (!rows || rows.length === 0) return null;
  return (
    <section aria-label={t("earlier.title")}>
      <Title order={2} size="h3" mb="xs">
        {t("earlier.title")}
      </Title>
      <DataGrid
        label={t("earlier.title")}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        initialSort={{ id: "when", desc: true }}
        empty={null}
      />
    </section>
  );
}
