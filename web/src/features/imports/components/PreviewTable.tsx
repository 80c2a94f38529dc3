import { ScrollArea, Table, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ImportPreview, PreviewRow } from "@/api/operations-types";
import { PhoneText } from "@/ui/PhoneText";
import { StatusBadge } from "@/ui/StatusBadge";
import { faultWords } from "../fault-words";
import classes from "./PreviewTable.module.css";

/** What was understood: each column's role, and the first rows as they would go out. */
export function PreviewTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation("imports");
  const { header, columns, rows } = preview;
  const faulty = rows.filter(({ error }) => error).length;
  return (
    <section className={classes.root} aria-label={t("preview.title")}>
      <div className={classes.head}>
        <StatusBadge tone="calm">{t(header ? "preview.header" : "preview.noHeader")}</StatusBadge>
        {faulty > 0 ? (
          <StatusBadge tone="attention">{t("preview.faulty", { count: faulty })}</StatusBadge>
        ) : (
          <StatusBadge tone="good">{t("preview.allGood")}</StatusBadge>
        )}
      </div>
      <ul className={classes.columns} aria-label={t("preview.columns")}>
        {columns.map(({ name, role }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name; their place is what they are
          <li key={index} className={classes.column} data-role={role}>
            <span className={classes.columnName}>
              <bdi>{header && name ? name : t("preview.columnNumber", { number: index + 1 })}</bdi>
            </span>
            <span className={classes.role}>{t(`role.${role}`)}</span>
          </li>
        ))}
      </ul>
      <ScrollArea.Autosize type="auto" viewportProps={{ tabIndex: 0, "aria-label": t("preview.rows") }}>
        <Table aria-label={t("preview.rows")} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("preview.row")}</Table.Th>
              <Table.Th scope="col">{t("preview.dialer")}</Table.Th>
              <Table.Th scope="col">{t("preview.number")}</Table.Th>
              <Table.Th scope="col">{t("preview.text")}</Table.Th>
              <Table.Th scope="col" className={classes.end}>
                {t("preview.parts")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row key={row.row} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </section>
  );
}

function Row({ row }: { row: PreviewRow }) {
  const { t } = useTranslation("imports");
  const { error } = row;
  return (
    <Table.Tr className={error ? classes.bad : undefined}>
      <Table.Td className={classes.line}>{row.row}</Table.Td>
      <Table.Td>
        <bdi>{row.dialer}</bdi>
      </Table.Td>
      <Table.Td>{row.number && <PhoneText number={row.number} />}</Table.Td>
      <Table.Td className={classes.text}>
        <Text size="sm" dir="auto">
          {row.text}
        </Text>
        {error && (
          <Text size="xs" className={classes.error}>
            <IconAlertTriangle size={14} aria-hidden />
            {error.column && <bdi>{error.column}: </bdi>}
            {faultWords(t, error)}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.end}>{row.parts}</Table.Td>
    </Table.Tr>
  );
}
