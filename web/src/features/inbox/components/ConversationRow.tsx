import { IconAlertCircle, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/session";
import type { InboxItem } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { formatDuration } from "@/lib/time";
import { Avatar } from "@/ui/Avatar";
import { Countdown } from "@/ui/Countdown";
import { TimeAgo } from "@/ui/TimeAgo";
import { deliveryOf } from "../model";
import { ContactName, nameOf } from "./ContactName";
import classes from "./ConversationRow.module.css";
import type { InboxSearch } from "./InboxPage";

interface Props {
  item: InboxItem;
  search: InboxSearch;
  selected: boolean;
}

export function ConversationRow({ item, search, selected }: Props) {
  const { t } = useTranslation("inbox");
  const { user } = useSession();
  const [draft] = useDraft(user.id, item.id);
  const { lastMessage, unread } = item;
  const failed =
    lastMessage !== null &&
    deliveryOf({ direction: lastMessage.direction, state: lastMessage.state }) === "failed";
  return (
    <li>
      <Link
        to="/inbox"
        search={{ ...search, c: item.id }}
        className={classes.root}
        data-unread={unread > 0 || undefined}
        data-selected={selected || undefined}
      >
        <Avatar name={nameOf(item.contact)} size={38} />
        <span className={classes.words}>
          <span className={classes.line}>
            <span className={classes.name}>
              <ContactName contact={item.contact} />
            </span>
            <span className={classes.time}>
              <TimeAgo at={item.lastMessageAt} as="stamp" />
            </span>
          </span>
          <span className={classes.line}>
            <span className={classes.preview}>
              {failed && (
                <IconAlertCircle size={14} className={classes.failed} aria-label={t("delivery.failed")} />
              )}
              {draft && (
                <span className={classes.draft}>
                  <IconPencil size={13} aria-hidden /> {t("list.draft")}{" "}
                </span>
              )}
              {!draft && lastMessage?.direction === "out" && <span>{t("list.you")} </span>}
              <span dir="auto" className={classes.text}>
                {draft || lastMessage?.text}
              </span>
            </span>
            {unread > 0 && (
              <span className={classes.badge}>
                {unread}
                <span className="sr-only"> {t("list.unreadCount", { count: unread })}</span>
              </span>
            )}
          </span>
          <span className={classes.meta}>
            <bdi>{item.queue.name}</bdi>
            {item.state === "wrapUp" ? (
              <span>
                {" · "}
                {t("state.wrapUp")}{" "}
                {item.wrapUpUntil && (
                  <Countdown until={item.wrapUpUntil}>
                    {(left) => <bdi>{formatDuration(left)}</bdi>}
                  </Countdown>
                )}
              </span>
            ) : (
              item.waitingFor === "agent" && <span className={classes.waiting}> · {t("list.awaitsYou")}</span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}
