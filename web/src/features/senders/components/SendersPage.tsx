import { Button, TextInput } from "@mantine/core";
import { IconDeviceMobileMessage, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { providersQuery, sendersQuery } from "@/api/lists";
import { can, useSession } from "@/api/session";
import { DataGrid } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { useSenderColumns } from "../sender-columns";
import { SenderDrawer } from "./SenderDrawer";
import classes from "./SendersPage.module.css";
import { VerifyBar } from "./VerifyBar";

interface Props {
  search: string;
  onSearch: (search: string) => void;
  /** The open sender, "new", or nothing; from the URL. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

export function SendersPage({ search, onSearch, open, onOpen }: Props) {
  const { t } = useTranslation("senders");
  const session = useSession();
  const senders = useQuery(sendersQuery);
  const { data: providers } = useQuery({ ...providersQuery, enabled: can(session, "manageProviders") });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const columns = useSenderColumns({ providers, chosen, onChosen: setChosen, onOpen });
  const wanted = search.trim().toLocaleLowerCase();
  const rows = senders.data?.filter(({ address, label }) =>
    `${address} ${label}`.toLocaleLowerCase().includes(wanted),
  );
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => onOpen("new")}>
      {t("create.open")}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t("title")}
        summary={t("lead")}
        actions={senders.data && senders.data.length > 0 && newButton}
      />
      {senders.data && senders.data.length > 0 && (
        <div className={classes.bar}>
          <TextInput
            className={classes.search}
            aria-label={t("search")}
            placeholder={t("search")}
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
          />
          <VerifyBar chosen={chosen} onDone={() => setChosen([])} />
        </div>
      )}
      <ErrorSummary error={senders.error} onRetry={() => void senders.refetch()} />
      {!senders.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          initialSort={{ id: "address", desc: false }}
          filtered={wanted !== ""}
          empty={
            <EmptyState icon={IconDeviceMobileMessage} title={t("empty.title")} action={newButton}>
              {t("empty.reason")}
            </EmptyState>
          }
          filteredEmpty={
            <EmptyState
              icon={IconSearch}
              title={t("noMatch")}
              action={
                <Button variant="default" onClick={() => onSearch("")}>
                  {t("showAll")}
                </Button>
              }
            />
          }
        />
      )}
      <SenderDrawer
        open={open}
        senders={senders.data}
        providers={providers}
        onClose={() => onOpen(undefined)}
      />
    </Page>
  );
}
