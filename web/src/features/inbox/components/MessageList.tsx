import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { Fragment, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Interaction } from "@/api/types";
import { useNow } from "@/lib/clock";
import { formatDay, sameDay } from "@/lib/time";
import { type Bubble, continues, deliveryOf, firstUnreadKey } from "../model";
import type { useReply } from "../use-reply";
import { useSeen } from "../use-seen";
import { useSpokenMessages } from "../use-spoken-messages";
import { useThreadScroll } from "../use-thread-scroll";
import { nameOf } from "./ContactName";
import { MessageBubble } from "./MessageBubble";
import classes from "./MessageList.module.css";
import { UnsentBubble } from "./UnsentBubble";

interface Props {
  interaction: Interaction;
  bubbles: readonly Bubble[];
  reply: ReturnType<typeof useReply>;
  hasEarlier: boolean;
  loadingEarlier: boolean;
  onEarlier: () => void;
}

export function MessageList({ interaction, bubbles, reply, hasEarlier, loadingEarlier, onEarlier }: Props) {
  const { t } = useTranslation("inbox");
  const box = useRef<HTMLElement>(null);
  // Where reading began stays marked although the badge is cleared while reading.
  const [openAt] = useState(() => firstUnreadKey(bubbles, interaction.unread));
  const scroll = useThreadScroll(box, bubbles, openAt);
  useSeen(interaction.id, interaction.unread, scroll.below === 0);
  useSpokenMessages(bubbles, nameOf(interaction.contact));

  return (
    <div className={classes.frame}>
      <section
        ref={box}
        className={classes.root}
        onScroll={scroll.onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t("thread.log")}
      >
        {hasEarlier && (
          <Button
            variant="subtle"
            size="xs"
            loading={loadingEarlier}
            onClick={onEarlier}
            className={classes.earlier}
          >
            {t("thread.earlier")}
          </Button>
        )}
        {!hasEarlier && <p className={classes.beginning}>{t("thread.beginning")}</p>}
        <ol className={classes.list}>
          {bubbles.map((bubble, index) => {
            const previous = bubbles[index - 1];
            const next = bubbles[index + 1];
            const last = !next || !continues(bubble, next) || whereabouts(bubble) !== whereabouts(next);
            return (
              <Fragment key={bubble.key}>
                <Separator previous={previous} bubble={bubble} openAt={openAt} />
                <li
                  data-key={bubble.key}
                  className={classes.item}
                  data-first={!previous || !continues(previous, bubble) || undefined}
                >
                  {bubble.kind === "message" ? (
                    <MessageBubble
                      message={bubble.message}
                      contact={interaction.contact}
                      first={!previous || !continues(previous, bubble)}
                      last={last}
                      interactionId={interaction.id}
                    />
                  ) : (
                    <UnsentBubble unsent={bubble.unsent} reply={reply} />
                  )}
                </li>
              </Fragment>
            );
          })}
        </ol>
      </section>
      {scroll.below > 0 && (
        <Button
          size="xs"
          radius="xl"
          className={classes.pill}
          leftSection={<IconArrowDown size={14} aria-hidden />}
          onClick={scroll.toEnd}
        >
          {t("thread.below", { count: scroll.below })}
        </Button>
      )}
    </div>
  );
}

/** Bubbles in different places each say so, even side by side. */
function whereabouts(bubble: Bubble) {
  return bubble.kind === "message" ? deliveryOf(bubble.message) : "unsent";
}

interface SeparatorProps {
  previous: Bubble | undefined;
  bubble: Bubble;
  openAt: string | undefined;
}

function Separator({ previous, bubble, openAt }: SeparatorProps) {
  const { t, i18n } = useTranslation("inbox");
  const now = useNow();
  const newDay = !previous || !sameDay(previous.at, bubble.at);
  const unread = bubble.key === openAt;
  if (!newDay && !unread) return null;
  return (
    <li className={classes.separator} data-unread={unread || undefined}>
      <span>
        {newDay && formatDay(bubble.at, i18n.language, now)}
        {newDay && unread && " · "}
        {unread && t("thread.newMessages")}
      </span>
    </li>
  );
}
