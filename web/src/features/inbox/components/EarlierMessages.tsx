import { Button, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TimeAgo } from "@/ui/TimeAgo";
import { contactHistoryQuery } from "../api/contact";
import classes from "./EarlierMessages.module.css";

interface Props {
  contactId: string;
  /** The open thread already shows this sender's messages. */
  exceptSenderId: string;
}

/** What else was said with this contact, over our other numbers. */
export function EarlierMessages({ contactId, exceptSenderId }: Props) {
  const { t } = useTranslation("inbox");
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    contactHistoryQuery(contactId),
  );
  if (!data) return null;
  const messages = data.pages
    .flatMap((page) => page.items)
    .filter(({ senderId }) => senderId !== exceptSenderId);
  return (
    <section>
      <Title order={3} className={classes.heading}>
        {t("contact.earlier")}
      </Title>
      {messages.length === 0 && <p className={classes.none}>{t("contact.noEarlier")}</p>}
      <ol className={classes.list}>
        {messages.map((message) => (
          <li key={message.id} className={classes.item}>
            <span className={classes.head}>
              {message.direction === "in"
                ? t("author.contact")
                : (message.author.name ?? t(`author.${message.author.kind}`))}
              <TimeAgo at={message.createdAt} as="stamp" />
            </span>
            <span dir="auto" className={classes.text}>
              {message.text}
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button size="xs" variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("thread.earlier")}
        </Button>
      )}
    </section>
  );
}
