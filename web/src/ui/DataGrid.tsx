import { ScrollArea, Skeleton, Table } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import {
  type Column,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataGrid.module.css";

export interface GridColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; a column without it cannot be sorted. */
  value?: (row: Row) => string | number | null;
  /** Numbers and actions sit at the end so that digits line up. */
  align?: "end";
  width?: string;
  /** Keeps a header for screen readers only, as over a column of menus. */
  hiddenHeader?: boolean;
  /** Left out below 768 px, where each row is a card: its first cell the title, its actions beside it, the rest below. */
  secondary?: boolean;
}

interface Props<Row> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  initialSort?: { id: string; desc: boolean };
  /** Shown when there is nothing at all, and when there is nothing under the present filters. */
  empty: ReactNode;
  filteredEmpty?: ReactNode;
  filtered?: boolean;
  footer?: ReactNode;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

export function DataGrid<Row extends RowData>(props: Props<Row>) {
  const { label, columns, rows, rowKey, initialSort, empty, filteredEmpty, filtered = false, footer } = props;
  const [sorting, setSorting] = useState<SortingState>(initialSort ? [initialSort] : []);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.value?.(row) ?? undefined,
        enableSorting: column.value !== undefined,
        sortUndefined: "last" as const,
      })),
    [columns],
  );
  const data = useMemo(() => (rows ?? []) as Row[], [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: rowKey,
  });

  if (rows && rows.length === 0) return <>{filtered && filteredEmpty ? filteredEmpty : empty}</>;

  return (
    <div className={classes.root}>
      <ScrollArea.Autosize
        type="auto"
        viewportProps={{ tabIndex: 0, "aria-label": label }}
        className={classes.scroll}
      >
        <Table stickyHeader className={classes.table} aria-label={label} aria-busy={!rows || undefined}>
          <Table.Thead className={classes.head}>
            <Table.Tr>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={table.getColumn(column.id)} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows
              ? table.getRowModel().rows.map((row) => (
                  <Table.Tr key={row.id}>
                    {columns.map((column) => (
                      <Table.Td key={column.id} {...cellProps(column)}>
                        {column.cell(row.original)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))
              : [64, 52, 71, 48, 60].map((width) => (
                  <Table.Tr key={width}>
                    {columns.map((column) => (
                      <Table.Td key={column.id} {...cellProps(column)}>
                        <Skeleton height={12} my={5} width={column.hiddenHeader ? 20 : `${width}%`} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {footer && <div className={classes.footer}>{footer}</div>}
    </div>
  );
}

function cellProps<Row>(column: GridColumn<Row>) {
  return {
    "data-align": column.align,
    "data-label": column.header,
    "data-actions": column.hiddenHeader || undefined,
    "data-secondary": column.secondary || undefined,
    className: classes.cell,
    style: column.width ? ({ "--column": column.width } as CSSProperties) : undefined,
  };
}

interface HeaderProps<Row extends RowData> {
  column: GridColumn<Row>;
  sort: Column<typeof features, Row> | undefined;
}

function HeaderCell<Row extends RowData>({ column, sort }: HeaderProps<Row>) {
  const { t } = useTranslation("ui");
  if (!column.value || !sort) {
    return (
      <Table.Th scope="col" {...cellProps(column)}>
        {column.hiddenHeader ? <span className="sr-only">{column.header}</span> : column.header}
      </Table.Th>
    );
  }
  const direction = sort.getIsSorted();
  const Icon = direction === "asc" ? IconArrowUp : direction === "desc" ? IconArrowDown : IconArrowsSort;
  return (
    <Table.Th
      scope="col"
      aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none"}
      {...cellProps(column)}
    >
      <button
        type="button"
        className={classes.sort}
        title={t("grid.sort")}
        onClick={() => sort.toggleSorting()}
      >
        {column.header}
        <Icon size={14} aria-hidden data-idle={direction === false || undefined} />
      </button>
    </Table.Th>
  );
}
