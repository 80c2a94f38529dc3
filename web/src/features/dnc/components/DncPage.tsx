import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure } from "@mantine/hooks";
import { IconBan, IconFileImport, IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DncEntry } from "@/api/operations-types";
import { formatDateTime } from "@/lib/time";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { PhoneText } from "@/ui/PhoneText";
import { tellDone } from "@/ui/saved";
import { dncQuery, useRemoveDnc } from "../api/dnc";
import { AddNumber } from "./AddNumber";
import classes from "./DncPage.module.css";

interface Props {
  search: string;
  onSearch: (search: string) => void;
}

export function DncPage({ search, onSearch }: Props) {
  const { t } = useTranslation("dnc");
  const [adding, add] = useDisclosure(false);
  const entries = useInfiniteQuery(dncQuery(search));
  const rows = entries.data?.pages.flatMap(({ items }) => items);
  const columns = useColumns();
  const addButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      {t("add.open")}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t("title")}
        summary={t("lead")}
        actions={
          <>
            <Button
              variant="default"
              component={Link}
              to="/dnc/import"
              leftSection={<IconFileImport size={16} />}
            >
              {t("import")}
            </Button>
            {addButton}
          </>
        }
      >
        <SearchField search={search} onSearch={onSearch} />
      </PageHeader>
      <ErrorSummary error={entries.error} onRetry={() => void entries.refetch()} />
      {!entries.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={({ number, list }) => `${number} ${list.id}`}
          filtered={search !== ""}
          empty={
            <EmptyState icon={IconBan} title={t("empty.title")} action={addButton}>
              {t("empty.reason")}
            </EmptyState>
          }
          filteredEmpty={
            <EmptyState icon={IconSearch} title={t("noMatch.title")}>
              {t("noMatch.reason")}
            </EmptyState>
          }
          footer={
            entries.hasNextPage && (
              <Button
                variant="subtle"
                size="xs"
                loading={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                {t("more")}
              </Button>
            )
          }
        />
      )}
      <AddNumber opened={adding} onClose={add.close} />
    </Page>
  );
}

/** Asks the server once typing pauses; what is typed stays even while the URL follows. */
function SearchField({ search, onSearch }: Props) {
  const { t } = useTranslation("dnc");
  const [text, setText] = useState(search);
  const ask = useDebouncedCallback(onSearch, 250);
  return (
    <TextInput
      className={classes.search}
      type="tel"
      dir="ltr"
      aria-label={t("search")}
      placeholder={t("search")}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value.trim());
      }}
    />
  );
}

function useColumns(): GridColumn<DncEntry>[] {
  const { t, i18n } = useTranslation("dnc");
  const { mutateAsync } = useRemoveDnc();
  return useMemo(
    () => [
      {
        id: "number",
        header: t("column.number"),
        value: ({ number }) => number,
        cell: ({ number }) => (
          <strong className={classes.number}>
            <PhoneText number={number} />
          </strong>
        ),
      },
      {
        id: "list",
        header: t("column.list"),
        value: ({ list }) => list.name,
        cell: ({ list }) => (list.kind === "businessUnit" ? t("wholeCentre") : <bdi>{list.name}</bdi>),
      },
      {
        id: "source",
        header: t("column.source"),
        secondary: true,
        value: ({ source }) => source,
        cell: ({ source }) => t(`source.${source}` as "source.optOut", source),
      },
      {
        id: "since",
        header: t("column.since"),
        secondary: true,
        value: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <time dateTime={createdAt}>{formatDateTime(createdAt, i18n.language)}</time>,
      },
      {
        id: "actions",
        header: t("column.actions"),
        hiddenHeader: true,
        align: "end",
        cell: (entry) => (
          <ConfirmButton
            size="xs"
            variant="subtle"
            color="red"
            title={t("remove.title")}
            consequence={t(entry.source === "optOut" ? "remove.optedOut" : "remove.consequence", {
              number: `\u2066${entry.number}\u2069`,
            })}
            confirmLabel={t("remove.confirm")}
            destructive
            onConfirm={async () => {
              await mutateAsync(entry);
              tellDone(t("remove.done"));
            }}
          >
            {t("remove.open")}
          </ConfirmButton>
        ),
      },
    ],
    [t, i18n.language, mutateAsync],
  );
}
