import { Button, Text, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { usersQuery } from "@/api/lists";
import type { User } from "@/api/operations-types";
import { Avatar } from "@/ui/Avatar";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { StatusBadge } from "@/ui/StatusBadge";
import { PeopleFrame } from "./PeopleFrame";
import { UserDrawer } from "./UserDrawer";
import classes from "./UsersPage.module.css";

interface Props {
  search: string;
  onSearch: (search: string) => void;
  /** The open user, "new", or nothing; from the URL. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

export function UsersPage({ search, onSearch, open, onOpen }: Props) {
  const { t } = useTranslation("users");
  const users = useQuery(usersQuery);
  const columns = useColumns(onOpen);
  const wanted = search.trim().toLocaleLowerCase();
  const rows = users.data?.filter(({ name, email, roles }) =>
    [name, email, ...roles.map((role) => role.name)].join(" ").toLocaleLowerCase().includes(wanted),
  );
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => onOpen("new")}>
      {t("create.open")}
    </Button>
  );
  return (
    <PeopleFrame title={t("title")} summary={t("lead")} actions={newButton}>
      <TextInput
        className={classes.search}
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <ErrorSummary error={users.error} onRetry={() => void users.refetch()} />
      {!users.error && (
        <DataGrid
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          initialSort={{ id: "name", desc: false }}
          filtered={wanted !== ""}
          empty={<EmptyState icon={IconUsers} title={t("empty")} action={newButton} />}
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
      <UserDrawer
        open={open}
        user={users.data?.find(({ id }) => id === open)}
        onClose={() => onOpen(undefined)}
      />
    </PeopleFrame>
  );
}

function useColumns(onOpen: (id: string) => void): GridColumn<User>[] {
  const { t } = useTranslation("users");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("column.name"),
        value: ({ name }) => name,
        cell: ({ id, name, email }) => (
          <div className={classes.person}>
            <Avatar name={name} size={34} />
            <div className={classes.words}>
              <button type="button" className={classes.name} onClick={() => onOpen(id)}>
                <bdi>{name}</bdi>
              </button>
              <Text size="xs" c="dimmed" truncate>
                <bdi dir="ltr">{email}</bdi>
              </Text>
            </div>
          </div>
        ),
      },
      {
        id: "roles",
        header: t("column.roles"),
        value: ({ roles }) => roles.map(({ name }) => name).join(", "),
        cell: ({ roles }) => <bdi>{roles.map(({ name }) => name).join(", ") || "–"}</bdi>,
      },
      {
        id: "groups",
        header: t("column.groups"),
        secondary: true,
        value: ({ groups }) => groups.map(({ name }) => name).join(", "),
        cell: ({ groups }) => <bdi>{groups.map(({ name }) => name).join(", ") || "–"}</bdi>,
      },
      {
        id: "limit",
        header: t("column.limit"),
        align: "end",
        secondary: true,
        value: ({ maxInteractions }) => maxInteractions,
        cell: ({ maxInteractions }) => maxInteractions,
      },
      {
        id: "state",
        header: t("column.state"),
        value: ({ enabled }) => (enabled ? 0 : 1),
        cell: ({ enabled }) => (
          <StatusBadge tone={enabled ? "good" : "off"}>{t(enabled ? "enabled" : "disabled")}</StatusBadge>
        ),
      },
    ],
    [t, onOpen],
  );
}
