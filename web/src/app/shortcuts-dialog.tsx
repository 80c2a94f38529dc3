import { Group, Kbd, Stack, Switch, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";
import { useCommands } from "@/lib/commands";
import { shortcutKeys } from "@/lib/shortcuts";
import { useStored } from "@/lib/storage";
import classes from "./shortcuts-dialog.module.css";

export const shortcutsOffKey = "chasqui.shortcuts.off";
const modalId = "shortcuts";

export function openShortcuts() {
  modals.open({ modalId, title: <Title />, children: <ShortcutList />, size: "md" });
}

function Title() {
  const { t } = useTranslation("shell");
  return <>{t("shortcuts.title")}</>;
}

function ShortcutList() {
  const { t } = useTranslation("shell");
  const commands = useCommands().filter(({ shortcut }) => shortcut);
  const [off, setOff] = useStored(shortcutsOffKey);
  return (
    <Stack gap="md">
      <dl className={classes.list}>
        {commands.map(({ id, name, shortcut = "" }) => (
          <div key={id} className={classes.row}>
            <dt>{name}</dt>
            <dd>
              {shortcutKeys(shortcut).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm" c="dimmed" id="shortcuts-hint">
          {t("shortcuts.hint")}
        </Text>
        <Switch
          checked={!off}
          onChange={({ currentTarget }) => setOff(currentTarget.checked ? null : "1")}
          aria-label={t("shortcuts.single")}
          aria-describedby="shortcuts-hint"
        />
      </Group>
    </Stack>
  );
}
