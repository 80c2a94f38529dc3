import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { InboxItem } from "@/api/types";
import { type Command, useOfferCommands } from "@/lib/commands";

/** J and K walk the list as it is shown, for people who keep their hands on the keyboard. */
export function useConversationKeys(
  items: readonly InboxItem[],
  open: string | undefined,
  onOpen: (id: string) => void,
) {
  const { t } = useTranslation("inbox");
  // biome-ignore lint/correctness/useExhaustiveDependencies: onOpen changes with every render and means the same
  const commands = useMemo<Command[]>(() => {
    const step = (by: 1 | -1) => () => {
      const at = items.findIndex(({ id }) => id === open);
      const target = items[at < 0 ? 0 : at + by];
      if (target) onOpen(target.id);
    };
    const group = t("title");
    return [
      { id: "inbox next", name: t("list.next"), group, icon: IconArrowDown, shortcut: "j", run: step(1) },
      {
        id: "inbox previous",
        name: t("list.previous"),
        group,
        icon: IconArrowUp,
        shortcut: "k",
        run: step(-1),
      },
    ];
  }, [items, open, t]);
  useOfferCommands(commands);
}
