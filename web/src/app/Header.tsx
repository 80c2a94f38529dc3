import { ActionIcon, Kbd, UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AgentStateMenu } from "@/features/agent-state/AgentStateMenu";
import { shortcutKeys } from "@/lib/shortcuts";
import { Mark } from "@/ui/Mark";
import { ColorSchemeToggle } from "./ColorSchemeToggle";
import classes from "./Header.module.css";
import { LanguageMenu } from "./LanguageMenu";
import { UserMenu } from "./UserMenu";

export function Header({ onMenu, agent }: { onMenu: () => void; agent: boolean }) {
  const { t } = useTranslation("shell");
  return (
    <header className={classes.root}>
      <div className={classes.start}>
        <ActionIcon className={classes.burger} onClick={onMenu} aria-label={t("nav.open")}>
          <IconMenu2 size={20} />
        </ActionIcon>
        <span className={classes.mark}>
          <Mark size={26} />
        </span>
        <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label={t("palette.open")}>
          <IconSearch size={16} aria-hidden />
          <span className={classes.searchText}>{t("palette.placeholder")}</span>
          <span className={classes.keys} aria-hidden>
            {shortcutKeys("mod+k").map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
          </span>
        </UnstyledButton>
      </div>
      <div className={classes.end}>
        {agent && <AgentStateMenu />}
        <span className={classes.wide}>
          <ColorSchemeToggle />
          <LanguageMenu />
        </span>
        <UserMenu />
      </div>
    </header>
  );
}
