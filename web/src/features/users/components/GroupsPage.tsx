import { Button, Drawer } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { usersQuery } from "@/api/lists";
import type { SecurityGroup } from "@/api/operations-types";
import { ConfirmButton } from "@/ui/ConfirmButton";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { tellDone } from "@/ui/saved";
import { groupsQuery, useDeleteGroup } from "../api/groups";
import { GroupForm } from "./GroupForm";
import { PeopleFrame } from "./PeopleFrame";
import classes from "./UsersPage.module.css";

export function GroupsPage() {
  const { t } = useTranslation("users");
  const groups = useQuery(groupsQuery);
  const [editing, setEditing] = useState<SecurityGroup | "new">();
  const columns = useColumns(setEditing);
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      {t("groups.new")}
    </Button>
  );
  return (
    <PeopleFrame
      title={t("groups.title")}
      summary={t("groups.lead")}
      actions={groups.data && groups.data.length > 0 && newButton}
    >
      <ErrorSummary error={groups.error} onRetry={() => void groups.refetch()} />
      {!groups.error && (
        <DataGrid
          label={t("groups.title")}
          columns={columns}
          rows={groups.data}
          rowKey={({ id }) => id}
          initialSort={{ id: "name", desc: false }}
          empty={
            <EmptyState icon={IconUsersGroup} title={t("groups.emptyTitle")} action={newButton}>
              {t("groups.emptyReason")}
            </EmptyState>
          }
        />
      )}
      <Drawer
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        position="right"
        size="md"
        title={t(editing === "new" ? "groups.new" : "groups.editTitle")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {editing && (
          <GroupForm group={editing === "new" ? undefined : editing} onDone={() => setEditing(undefined)} />
        )}
      </Drawer>
    </PeopleFrame>
  );
}

function useColumns(onEdit: (group: SecurityGroup) => void): GridColumn<SecurityGroup>[] {
  const { t } = useTranslation("users");
  const { mutateAsync } = useDeleteGroup();
  const { data: users } = useQuery(usersQuery);
  return useMemo(() => {
    const count = (id: "userIds" | "queueIds" | "dialerIds", header: string) => ({
      id,
      header,
      align: "end" as const,
      secondary: id !== "userIds",
      value: (group: SecurityGroup) => group[id].length,
      cell: (group: SecurityGroup) => (
        <span
          title={
            id === "userIds"
              ? users
                  ?.filter((user) => group.userIds.includes(user.id))
                  .map(({ name }) => name)
                  .join(", ")
              : undefined
          }
        >
          {group[id].length}
        </span>
      ),
    });
    return [
      {
        id: "name",
        header: t("column.group"),
        value: ({ name }) => name,
        cell: (group) => (
          <button type="button" className={classes.name} onClick={() => onEdit(group)}>
            <bdi>{group.name}</bdi>
          </button>
        ),
      },
      count("userIds", t("groups.users")),
      count("queueIds", t("groups.queues")),
      count("dialerIds", t("groups.dialers")),
      {
        id: "actions",
        header: t("column.actions"),
        hiddenHeader: true,
        align: "end",
        cell: (group) => (
          <ConfirmButton
            size="xs"
            variant="subtle"
            color="red"
            title={t("groups.deleteTitle", { name: group.name })}
            count={{
              value: group.userIds.length,
              label: t("groups.deleteCount", { count: group.userIds.length }),
            }}
            consequence={t("groups.deleteConsequence")}
            confirmLabel={t("groups.deleteConfirm")}
            destructive
            onConfirm={async () => {
              await mutateAsync(group.id);
              tellDone(t("groups.deleted"));
            }}
          >
            {t("groups.delete")}
          </ConfirmButton>
        ),
      },
    ];
  }, [t, onEdit, mutateAsync, users]);
}
