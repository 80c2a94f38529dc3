import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Offer } from "@/api/types";
import { nameOf } from "./ContactName";
import classes from "./PassedOffer.module.css";

const shownFor = 6000;

/** What became of an offer nobody answered here. Leaves by itself. */
export function PassedOffer({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const { t } = useTranslation("inbox");
  const done = useEffectEvent(onDone);
  useEffect(() => {
    const timer = setTimeout(() => done(), shownFor);
    return () => clearTimeout(timer);
  }, []);
  return <p className={classes.root}>{t("offer.passed", { contact: nameOf(offer.contact) })}</p>;
}
