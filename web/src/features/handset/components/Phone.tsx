import { ScrollArea, Text } from "@mantine/core";
import { IconAntennaBars5, IconBattery3, IconWifi } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { HandsetMessage, Sender } from "@/api/operations-types";
import { useNow } from "@/lib/clock";
import { formatDay, formatTime, sameDay } from "@/lib/time";
import { Avatar } from "@/ui/Avatar";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { PhoneText } from "@/ui/PhoneText";
import { handsetMessagesQuery } from "../api/handset";
import classes from "./Phone.module.css";
import { PhoneComposer } from "./PhoneComposer";

/** The customer's phone, open on the conversation with one of our senders. */
export function Phone({ number, sender }: { number: string; sender: Sender }) {
  const { t, i18n } = useTranslation("handset");
  const now = useNow();
  const { data, error, refetch } = useQuery(handsetMessagesQuery(number));
  const messages = data?.filter(({ peer }) => peer === sender.address);
  const others = data ? new Set(data.map(({ peer }) => peer)).size - (messages?.length ? 1 : 0) : 0;
  const viewport = useRef<HTMLDivElement>(null);
  const last = messages?.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest message is what a phone shows
  useEffect(() => {
    viewport.current?.scrollTo({ top: viewport.current.scrollHeight });
  }, [last]);

  return (
    <section className={classes.device} aria-label={t("phoneOf", { number })}>
      <div className={classes.screen}>
        <div className={classes.status} aria-hidden>
          <span className="tabular">{formatTime(now, i18n.language)}</span>
          <span className={classes.island} />
          <span className={classes.signs}>
            <IconAntennaBars5 size={14} />
            <IconWifi size={14} />
            <IconBattery3 size={16} />
          </span>
        </div>
        <div className={classes.head}>
          <Avatar name={sender.label || sender.address} size={38} />
          <div className={classes.who}>
            <Text fw={600} size="sm" truncate>
              <bdi>{sender.label || sender.address}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              <PhoneText number={sender.address} />
            </Text>
          </div>
        </div>
        <ScrollArea
          className={classes.thread}
          viewportRef={viewport}
          viewportProps={{ tabIndex: 0, role: "log", "aria-label": t("messages") }}
        >
          <div className={classes.bubbles}>
            <ErrorSummary error={error} onRetry={() => void refetch()} />
            {messages?.length === 0 && (
              <Text size="sm" c="dimmed" ta="center" py="xl" px="md">
                {t("nothing")}
              </Text>
            )}
            {messages?.map((message, index) => (
              <Bubble
                key={message.id}
                message={message}
                newDay={index === 0 || !sameDay(message.at, messages[index - 1]?.at ?? message.at)}
                joined={isJoined(message, messages[index + 1])}
              />
            ))}
          </div>
        </ScrollArea>
        {others > 0 && (
          <Text size="xs" c="dimmed" ta="center" py={4}>
            {t("otherSenders", { count: others })}
          </Text>
        )}
        <PhoneComposer number={number} to={sender.address} />
        <span className={classes.home} aria-hidden />
      </div>
    </section>
  );
}

/** Followed within a minute by another of the same side: they share one time. */
function isJoined(message: HandsetMessage, next: HandsetMessage | undefined) {
  return (
    next !== undefined &&
    next.direction === message.direction &&
    Date.parse(next.at) - Date.parse(message.at) < 60_000
  );
}

interface BubbleProps {
  message: HandsetMessage;
  newDay: boolean;
  joined: boolean;
}

function Bubble({ message, newDay, joined }: BubbleProps) {
  const { t, i18n } = useTranslation("handset");
  const now = useNow();
  const mine = message.direction === "fromHandset";
  return (
    <>
      {newDay && (
        <Text size="xs" c="dimmed" ta="center" className={classes.day}>
          {formatDay(message.at, i18n.language, now)}
        </Text>
      )}
      <div className={classes.bubble} data-mine={mine || undefined} data-joined={joined || undefined}>
        <span className="sr-only">{t(mine ? "from.customer" : "from.centre")} </span>
        <p className={classes.text} dir="auto">
          {message.text}
        </p>
        {message.mediaUrls.map((url) => (
          <a key={url} href={url} target="_blank" rel="noreferrer noopener" className={classes.media}>
            {t("media")}
          </a>
        ))}
      </div>
      {!joined && (
        <Text size="xs" c="dimmed" className={classes.time} data-mine={mine || undefined}>
          <time dateTime={message.at}>{formatTime(message.at, i18n.language)}</time>
          {message.parts > 1 && ` · ${t("parts", { count: message.parts })}`}
        </Text>
      )}
    </>
  );
}
