import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Offer } from "@/api/types";
import { announce } from "@/ui/LiveRegion";
import { nameOf } from "./ContactName";
import classes from "./PassedOffer.module.css";

const shownFor = 6000;

/** What became of an offer nobody answered here. Leaves by itself. */
export function PassedOffer({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const { t } = useTranslation("inbox");
  const words = t("offer.passed", { contact: nameOf(offer.contact) });
  const done = useEffectEvent(onDone);
  // Here and not where the time ran out: the server may be the first to say so.
  useEffect(() => announce(words), [words]);
  useEffect(() => {
    const timer = setTimeout(() => done(), shownFor);
    return () => clearTimeout(timer);
  }, []);
  return <p className={classes.root}>{words}</p>;
}
