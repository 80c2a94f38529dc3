import { Badge, Checkbox, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Provider, Sender } from "@/api/channels-types";
import { formatNumber } from "@/lib/numbers";
import type { GridColumn } from "@/ui/DataGrid";
import { PhoneText } from "@/ui/PhoneText";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./components/SendersPage.module.css";

interface Options {
  /** Only for those who may see providers. */
  providers: readonly Provider[] | undefined;
  chosen: readonly string[];
  onChosen: (ids: readonly string[]) => void;
  onOpen: (id: string) => void;
}

export function useSenderColumns({ providers, chosen, onChosen, onOpen }: Options): GridColumn<Sender>[] {
  const { t, i18n } = useTranslation("senders");
  return useMemo(() => {
    const providerOf = (id: string) => providers?.find((provider) => provider.id === id)?.name;
    const toggle = (id: string) =>
      onChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
    const columns: GridColumn<Sender>[] = [
      {
        id: "address",
        header: t("column.address"),
        value: ({ address }) => address,
        cell: ({ id, address, label }) => (
          <div className={classes.sender}>
            <Checkbox
              aria-label={t("verify.choose", { address })}
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
            />
            <div>
              <button type="button" className={classes.name} onClick={() => onOpen(id)}>
                <PhoneText number={address} />
              </button>
              <Text size="xs" c="dimmed" dir="auto">
                {label}
              </Text>
            </div>
          </div>
        ),
      },
      {
        id: "kind",
        header: t("column.kind"),
        value: ({ kind }) => t(`kind.${kind}`),
        cell: ({ kind }) => t(`kind.${kind}`),
      },
      {
        id: "abilities",
        header: t("column.abilities"),
        secondary: true,
        cell: ({ inbound, mms, globalOutbound }) => (
          <span className={classes.abilities}>
            {inbound && <Badge>{t("ability.inbound")}</Badge>}
            {mms && <Badge>{t("ability.mms")}</Badge>}
            {globalOutbound && <Badge>{t("ability.globalOutbound")}</Badge>}
          </span>
        ),
      },
      {
        id: "limit",
        header: t("column.limit"),
        align: "end",
        secondary: true,
        value: ({ messagesPerSecond }) => messagesPerSecond,
        cell: ({ messagesPerSecond }) => formatNumber(messagesPerSecond, i18n.language, 2),
      },
      {
        id: "verified",
        header: t("column.verified"),
        value: ({ verified }) => (verified ? 1 : 0),
        cell: ({ verified }) => (
          <StatusBadge tone={verified ? "good" : "attention"}>
            {t(verified ? "verified" : "notVerified")}
          </StatusBadge>
        ),
      },
      {
        id: "state",
        header: t("column.state"),
        value: ({ enabled }) => (enabled ? 0 : 1),
        cell: ({ enabled }) => (
          <StatusBadge tone={enabled ? "good" : "off"}>{t(enabled ? "enabled" : "disabled")}</StatusBadge>
        ),
      },
    ];
    if (providers) {
      columns.splice(2, 0, {
        id: "provider",
        header: t("column.provider"),
        secondary: true,
        value: ({ providerId }) => providerOf(providerId) ?? null,
        cell: ({ providerId }) => <bdi>{providerOf(providerId) ?? "–"}</bdi>,
      });
    }
    return columns;
  }, [t, i18n.language, providers, chosen, onChosen, onOpen]);
}
