import { ActionIcon, Kbd, UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AgentStateMenu } from "@/features/agent-state/AgentStateMenu";
import { IncidentsBell } from "@/features/providers/components/IncidentsBell";
import { shortcutKeys } from "@/lib/shortcuts";
import { Mark } from "@/ui/Mark";
import { ColorSchemeToggle } from "./ColorSchemeToggle";
import classes from "./Header.module.css";
import { LanguageMenu } from "./LanguageMenu";
import { UserMenu } from "./UserMenu";

interface Props {
  onMenu: () => void;
  /** Whether the reader is offered conversations, and whether carriers are theirs to mind. */
  agent: boolean;
  carriers: boolean;
}

export function Header({ onMenu, agent, carriers }: Props) {
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
        {carriers && <IncidentsBell />}
        <span className={classes.wide}>
          <ColorSchemeToggle />
          <LanguageMenu />
        </span>
        <UserMenu />
      </div>
    </header>
  );
}
