import { ActionIcon, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCopy, IconDots, IconRoute } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { can, useSession } from "@/api/session";
import type { Message } from "@/api/types";
import classes from "./Bubble.module.css";

/** What can be done with one message of a conversation. */
export function MessageMenu({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const session = useSession();
  const clipboard = useClipboard();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" className={classes.menu} aria-label={t("message.menu")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => clipboard.copy(message.text)}>
          {t("message.copy")}
        </Menu.Item>
        {can(session, "viewMessages") && (
          <Menu.Item
            renderRoot={(props) => (
              <Link to="/messages/$messageId" params={{ messageId: message.id }} {...props} />
            )}
            leftSection={<IconRoute size={16} />}
          >
            {t("message.details")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
