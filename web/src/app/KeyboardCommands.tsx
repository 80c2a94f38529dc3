import { Kbd } from "@mantine/core";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "@/lib/commands";
import { isEditing, matches, parseShortcut, shortcutKeys } from "@/lib/shortcuts";
import { useStored } from "@/lib/storage";
import classes from "./KeyboardCommands.module.css";
import { shortcutsOffKey } from "./shortcuts-dialog";

/** The command that opens the palette; pointless inside it. */
export const paletteId = "palette";

/** The palette and the keyboard: two ways to the same list of commands. */
export function KeyboardCommands() {
  const { t } = useTranslation("shell");
  const commands = useCommands();
  useShortcuts(commands);

  const listed = commands.filter(({ id }) => id !== paletteId);
  const groups = Object.entries(Object.groupBy(listed, ({ group }) => group));
  return (
    <Spotlight
      shortcut={null}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      classNames={{ search: classes.search, actionsGroup: classes.group }}
      nothingFound={t("palette.nothing")}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
      }}
      scrollable
      scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": t("palette.open") } }}
      attributes={{ content: { "aria-label": t("palette.open") } }}
      maxHeight={420}
      actions={groups.map(([group, members]) => ({
        group,
        actions: (members ?? []).map(({ id, name, icon: Icon, keywords, shortcut, run }) => ({
          id,
          label: name,
          keywords,
          leftSection: <Icon size={18} stroke={1.7} aria-hidden />,
          rightSection: shortcut ? <Keys shortcut={shortcut} /> : undefined,
          onClick: run,
        })),
      }))}
    />
  );
}

function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span aria-hidden className={classes.keys}>
      {shortcutKeys(shortcut).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
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
