import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Offer } from "@/api/types";
import { shortcutKeys } from "@/lib/shortcuts";
import { formatDuration } from "@/lib/time";
import { Avatar } from "@/ui/Avatar";
import { Countdown } from "@/ui/Countdown";
import { announce } from "@/ui/LiveRegion";
import { ContactName, nameOf } from "./ContactName";
import classes from "./OfferCard.module.css";
import { acceptShortcut, refuseShortcut } from "./offer-shortcuts";

interface Props {
  offer: Offer;
  /** The first offer is the one the keyboard answers; its caps are shown. */
  keys: boolean;
  onAccept: () => void;
  onRefuse: () => void;
  onRanOut: () => void;
}

const spokenAt = [10, 5];

export function OfferCard({ offer, keys, onAccept, onRefuse, onRanOut }: Props) {
  const { t } = useTranslation("inbox");
  const total = Math.max(1, (Date.parse(offer.expiresAt) - Date.parse(offer.createdAt)) / 1000);

  function onMark(left: number) {
    if (left === 0) onRanOut();
    else announce(t("offer.left", { count: left, contact: nameOf(offer.contact) }));
  }

  return (
    <article className={classes.root} aria-label={t("offer.from", { contact: nameOf(offer.contact) })}>
      <Avatar name={nameOf(offer.contact)} size={38} />
      <div className={classes.words}>
        <p className={classes.title}>
          <strong>
            <ContactName contact={offer.contact} />
          </strong>
          <span className={classes.queue}>
            {t("offer.in")} <bdi>{offer.queue.name}</bdi>
          </span>
        </p>
        {offer.preview && (
          <p className={classes.preview} dir="auto">
            {offer.preview}
          </p>
        )}
      </div>
      <Countdown until={offer.expiresAt} marks={spokenAt} onMark={onMark}>
        {(left) => (
          <span className={classes.clock} data-urgent={left <= 5 || undefined}>
            <svg viewBox="0 0 36 36" className={classes.ring} aria-hidden>
              <circle cx="18" cy="18" r="16" pathLength={1} className={classes.track} />
              <circle
                cx="18"
                cy="18"
                r="16"
                pathLength={1}
                className={classes.rest}
                strokeDasharray={`${Math.min(1, left / total)} 1`}
              />
            </svg>
            <span className={classes.seconds} role="timer" aria-label={t("offer.timeLeft")}>
              {left < 60 ? left : formatDuration(left)}
            </span>
          </span>
        )}
      </Countdown>
      <div className={classes.answers}>
        <Button variant="default" onClick={onRefuse}>
          {t("offer.refuse")}
          {keys && <Keys shortcut={refuseShortcut} />}
        </Button>
        <Button onClick={onAccept}>
          {t("offer.accept")}
          {keys && <Keys shortcut={acceptShortcut} />}
        </Button>
      </div>
    </article>
  );
}

function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span className={classes.keys} aria-hidden>
      {shortcutKeys(shortcut).join(" ")}
    </span>
  );
}
