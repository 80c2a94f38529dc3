import { Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Import, ImportError } from "@/api/operations-types";
import { formatNumber } from "@/lib/numbers";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { faultWords } from "../fault-words";

export function RefusedRows({ entry }: { entry: Import }) {
  const { t, i18n } = useTranslation("imports");
  const columns = useMemo<GridColumn<ImportError>[]>(
    () => [
      {
        id: "row",
        header: t("refused.row"),
        width: "6rem",
        value: ({ row }) => row,
        cell: ({ row }) => <span className="tabular">{row}</span>,
      },
      {
        id: "column",
        header: t("refused.column"),
        width: "12rem",
        value: ({ column }) => column,
        cell: ({ column }) => <bdi>{column}</bdi>,
      },
      { id: "reason", header: t("refused.reason"), cell: (error) => faultWords(t, error) },
    ],
    [t],
  );
  return (
    <section aria-label={t("refused.title")}>
      <Title order={2} size="h3" mb="xs">
        {t("refused.title")}
      </Title>
      <DataGrid
        label={t("refused.title")}
        columns={columns}
        rows={entry.errors}
        rowKey={({ row, column }) => `${row} ${column}`}
        empty={null}
        footer={
          entry.rejected > entry.errors.length && (
            <Text size="sm" c="dimmed">
              {t("refused.first", {
                shown: formatNumber(entry.errors.length, i18n.language),
                all: formatNumber(entry.rejected, i18n.language),
              })}
            </Text>
          )
        }
      />
    </section>
  );
}
