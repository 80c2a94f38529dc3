import { spotlight } from "@mantine/spotlight";
import { IconKeyboard, IconLanguage, IconLogout, IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import { changeLanguage } from "@/i18n";
import { languages } from "@/i18n/languages";
import { type Command, useOfferCommands } from "@/lib/commands";
import { useColorSchemeSwitch } from "./ColorSchemeToggle";
import { paletteId } from "./KeyboardCommands";
import { destinationsFor } from "./navigation";
import { openShortcuts } from "./shortcuts-dialog";
import { useSignOut } from "./sign-out";

/** Where one can go; first in the palette. */
export function GoCommands() {
  const { t } = useTranslation("shell");
  const router = useRouter();
  const session = useSession();
  const commands = useMemo<Command[]>(
    () =>
      destinationsFor(session).map(({ to, label, icon }) => ({
        id: `go ${to}`,
        name: t(label),
        group: t("palette.groups.go"),
        icon,
        run: () => void router.navigate({ to }),
      })),
    [t, router, session],
  );
  useOfferCommands(commands);
  return null;
}

/** What is there on every page; last in the palette. */
export function AppCommands() {
  const { t } = useTranslation("shell");
  const signOut = useSignOut();
  const { label: schemeLabel, icon: schemeIcon, change: changeScheme } = useColorSchemeSwitch();
  const commands = useMemo<Command[]>(() => {
    const group = t("palette.groups.app");
    return [
      {
        id: paletteId,
        name: t("palette.open"),
        group,
        icon: IconSearch,
        shortcut: "mod+k",
        run: spotlight.open,
      },
      {
        id: "shortcuts",
        name: t("shortcuts.title"),
        group,
        icon: IconKeyboard,
        shortcut: "?",
        run: openShortcuts,
      },
      { id: "scheme", name: schemeLabel, group, icon: schemeIcon, run: changeScheme },
      { id: "sign-out", name: t("user.signOut"), group, icon: IconLogout, run: () => void signOut() },
      ...languages.map(({ code, name }) => ({
        id: `language ${code}`,
        name,
        group: t("language.label"),
        icon: IconLanguage,
        run: () => void changeLanguage(code),
      })),
    ];
  }, [t, signOut, schemeLabel, schemeIcon, changeScheme]);
  useOfferCommands(commands);
  return null;
}
