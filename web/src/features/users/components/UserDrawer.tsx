import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { User } from "@/api/operations-types";
import { groupsQuery } from "../api/groups";
import { rolesQuery } from "../api/roles";
import { UserForm } from "./UserForm";

interface Props {
  open: string | undefined;
  user: User | undefined;
  onClose: () => void;
}

/** A user beside the list, so that its place is not lost. */
export function UserDrawer({ open, user, onClose }: Props) {
  const { t } = useTranslation("users");
  const opened = open === "new" || (open !== undefined && user !== undefined);
  const { data: roles } = useQuery({ ...rolesQuery, enabled: opened });
  const { data: groups } = useQuery({ ...groupsQuery, enabled: opened });
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={open === "new" ? t("create.title") : t("edit.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {opened && roles && groups && (
        <UserForm key={open} user={user} roles={roles} groups={groups} onDone={onClose} />
      )}
    </Drawer>
  );
}
