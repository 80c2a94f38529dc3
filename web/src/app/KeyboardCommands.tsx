import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconKeyboard, IconLanguage, IconLogout, IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import { changeLanguage } from "@/i18n";
import { languages } from "@/i18n/languages";
import { type Command, useCommands, useOfferCommands } from "@/lib/commands";
import { isEditing, matches, parseShortcut } from "@/lib/shortcuts";
import { useStored } from "@/lib/storage";
import { useColorSchemeSwitch } from "./ColorSchemeToggle";
import { destinationsFor } from "./navigation";
import { openShortcuts, shortcutsOffKey } from "./shortcuts-dialog";
import { useSignOut } from "./sign-out";

/** The palette and the keyboard: two ways to the same list of commands. */
export function KeyboardCommands() {
  const { t } = useTranslation("shell");
  const commands = useCommands();
  useOfferCommands(useShellCommands());
  useShortcuts(commands);

  const groups = Object.entries(Object.groupBy(commands, ({ group }) => group));
  return (
    <Spotlight
      shortcut={null}
      nothingFound={t("palette.nothing")}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
      }}
      scrollable
      maxHeight={420}
      actions={groups.map(([group, members]) => ({
        group,
        actions: (members ?? []).map(({ id, name, icon: Icon, keywords, run }) => ({
          id,
          label: name,
          keywords,
          leftSection: <Icon size={18} stroke={1.7} aria-hidden />,
          onClick: run,
        })),
      }))}
    />
  );
}

function useShellCommands() {
  const { t } = useTranslation("shell");
  const router = useRouter();
  const session = useSession();
  const signOut = useSignOut();
  const { label: schemeLabel, icon: schemeIcon, change: changeScheme } = useColorSchemeSwitch();
  return useMemo<Command[]>(() => {
    const go = t("palette.groups.go");
    const app = t("palette.groups.app");
    return [
      ...destinationsFor(session).map(({ to, label, icon }) => ({
        id: `go ${to}`,
        name: t(label),
        group: go,
        icon,
        run: () => void router.navigate({ to }),
      })),
      {
        id: "palette",
        name: t("palette.open"),
        group: app,
        icon: IconSearch,
        shortcut: "mod+k",
        run: spotlight.open,
      },
      {
        id: "shortcuts",
        name: t("shortcuts.title"),
        group: app,
        icon: IconKeyboard,
        shortcut: "?",
        run: openShortcuts,
      },
      { id: "scheme", name: schemeLabel, group: app, icon: schemeIcon, run: changeScheme },
      ...languages.map(({ code, name }) => ({
        id: `language ${code}`,
        name,
        group: t("language.label"),
        icon: IconLanguage,
        run: () => void changeLanguage(code),
      })),
      { id: "sign-out", name: t("user.signOut"), group: app, icon: IconLogout, run: () => void signOut() },
    ];
  }, [t, router, session, signOut, schemeLabel, schemeIcon, changeScheme]);
}

function useShortcuts(commands: readonly Command[]) {
  const [off] = useStored(shortcutsOffKey);
  useEffect(() => {
    const bound = commands.flatMap((command) =>
      command.shortcut ? [{ command, shortcut: parseShortcut(command.shortcut) }] : [],
    );
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.repeat) return;
      // Switching shortcuts off keeps those with a modifier key: they cannot be pressed by accident.
      const hit = bound.find(
        ({ shortcut }) => (shortcut.mod || !off) && matches(event, shortcut, isEditing(event.target)),
      );
      if (!hit) return;
      event.preventDefault();
      hit.command.run();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [commands, off]);
}
