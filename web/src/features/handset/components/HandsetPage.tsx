import { Button, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustments, IconDeviceMobile, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendersQuery } from "@/api/lists";
import { useSession } from "@/api/session";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { handsetsQuery } from "../api/handset";
import { useHandsetLive } from "../live";
import { inventNumber } from "../model";
import { BehaviourDrawer } from "./BehaviourDrawer";
import classes from "./HandsetPage.module.css";
import { NumberField } from "./NumberField";
import { Phone } from "./Phone";
import { RecentHandsets } from "./RecentHandsets";

export interface Choice {
  number?: string;
  sender?: string;
}

interface Props {
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

/** Plays the customer: a phone in the simulated carrier's network. */
export function HandsetPage({ choice, onChoose }: Props) {
  const { t } = useTranslation("handset");
  const { businessUnit } = useSession();
  const [opened, drawer] = useDisclosure(false);
  const senders = useQuery(sendersQuery);
  const handsets = useQuery(handsetsQuery);
  const usable = senders.data?.filter(({ enabled, inbound }) => enabled && inbound) ?? [];
  const sender = usable.find(({ address }) => address === choice.sender) ?? usable[0];
  const number = choice.number ?? handsets.data?.[0]?.number;
  useHandsetLive(number);
  const newCustomer = () => onChoose({ ...choice, number: inventNumber(businessUnit.country) });

  return (
    <Page>
      <PageHeader
        title={t("title")}
        summary={t("lead")}
        actions={
          <Button variant="default" leftSection={<IconAdjustments size={16} />} onClick={drawer.open}>
            {t("behaviour.open")}
          </Button>
        }
      />
      <ErrorSummary error={senders.error ?? handsets.error} />
      {senders.data && usable.length === 0 ? (
        <EmptyState icon={IconDeviceMobile} title={t("noSender.title")}>
          {t("noSender.reason")}
        </EmptyState>
      ) : (
        <div className={classes.stage}>
          <div className={classes.side}>
            <NumberField
              key={number}
              number={number ?? ""}
              onChange={(next) => onChoose({ ...choice, number: next })}
            />
            <Select
              label={t("sender")}
              description={t("senderHint")}
              allowDeselect={false}
              value={sender?.address ?? null}
              onChange={(address) => onChoose({ ...choice, sender: address ?? undefined })}
              data={usable.map(({ address, label }) => ({
                value: address,
                label: label ? `${label} · \u2066${address}\u2069` : `\u2066${address}\u2069`,
              }))}
            />
            <Button
              variant="light"
              leftSection={<IconUserPlus size={16} />}
              onClick={newCustomer}
              className={classes.fresh}
            >
              {t("newCustomer")}
            </Button>
            <RecentHandsets
              handsets={handsets.data ?? []}
              current={number}
              onChoose={(next) => onChoose({ ...choice, number: next })}
            />
          </div>
          <div className={classes.phone}>
            {number && (
              <Text size="sm" fw={560} c="dimmed" mb="xs" aria-hidden>
                {t("phoneOf", { number: `\u2066${number}\u2069` })}
              </Text>
            )}
            {number && sender ? (
              <Phone key={`${number} ${sender.address}`} number={number} sender={sender} />
            ) : (
              senders.data &&
              handsets.data && (
                <EmptyState
                  icon={IconDeviceMobile}
                  title={t("noNumber.title")}
                  action={<Button onClick={newCustomer}>{t("newCustomer")}</Button>}
                >
                  {t("noNumber.reason")}
                </EmptyState>
              )
            )}
            <Text size="xs" c="dimmed" ta="center" maw={340} mx="auto" mt="sm">
              {t("note")}
            </Text>
          </div>
        </div>
      )}
      <BehaviourDrawer opened={opened} onClose={drawer.close} />
    </Page>
  );
}
