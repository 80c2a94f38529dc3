import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

export function useColorSchemeSwitch() {
  const { t } = useTranslation("shell");
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return {
    label: t(dark ? "scheme.toLight" : "scheme.toDark"),
    icon: dark ? IconSun : IconMoon,
    change: useCallback(() => setColorScheme(dark ? "light" : "dark"), [dark, setColorScheme]),
  };
}

export function ColorSchemeToggle() {
  const { label, icon: Icon, change } = useColorSchemeSwitch();
  return (
    <Tooltip label={label}>
      <ActionIcon onClick={change} aria-label={label}>
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
