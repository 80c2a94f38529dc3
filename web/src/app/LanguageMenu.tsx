import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changeLanguage } from "@/i18n";
import { languages } from "@/i18n/languages";

export function LanguageMenu() {
  const { t } = useTranslation("shell");
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon aria-label={t("language.label")}>
          <IconLanguage size={19} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function LanguageItems() {
  const { i18n } = useTranslation();
  return languages.map(({ code, name }) => (
    <Menu.Item
      key={code}
      lang={code}
      aria-current={i18n.language === code || undefined}
      rightSection={i18n.language === code ? <IconCheck size={14} aria-hidden /> : null}
      onClick={() => void changeLanguage(code)}
    >
      <bdi>{name}</bdi>
    </Menu.Item>
  ));
}
