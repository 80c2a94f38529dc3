import { Menu, Text, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import { Avatar } from "@/ui/Avatar";
import { useColorSchemeSwitch } from "./ColorSchemeToggle";
import { LanguageItems } from "./LanguageMenu";
import { openShortcuts } from "./shortcuts-dialog";
import { useSignOut } from "./sign-out";
import classes from "./UserMenu.module.css";

export function UserMenu() {
  const { t } = useTranslation("shell");
  const { user } = useSession();
  const signOut = useSignOut();
  const scheme = useColorSchemeSwitch();
  return (
    <Menu position="bottom-end" withinPortal={false} width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t("user.menu", { name: user.name })}>
          <Avatar name={user.name} size={32} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <Text size="sm" fw={600} dir="auto">
            {user.name}
          </Text>
          <Text size="xs" c="dimmed">
            <bdi>{user.email}</bdi>
          </Text>
        </div>
        <Menu.Divider />
        <div className={classes.narrow}>
          <Menu.Item leftSection={<scheme.icon size={16} />} onClick={scheme.change}>
            {scheme.label}
          </Menu.Item>
          <Menu.Label>{t("language.label")}</Menu.Label>
          <LanguageItems />
          <Menu.Divider />
        </div>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openShortcuts}>
          {t("shortcuts.title")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t("user.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
