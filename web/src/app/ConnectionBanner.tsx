import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLiveState } from "@/api/live";
import { announce } from "@/ui/LiveRegion";
import classes from "./ConnectionBanner.module.css";

/** Tells at once that what is on screen may be old, and that it is fresh again. Silent while healthy. */
export function ConnectionBanner() {
  const { t } = useTranslation("shell");
  const lost = useLiveState() === "lost";
  const wasLost = useRef(false);
  useEffect(() => {
    if (lost) announce(t("connection.lost"), "assertive");
    else if (wasLost.current) announce(t("connection.restored"));
    wasLost.current = lost;
  }, [lost, t]);
  if (!lost) return null;
  return (
    <section className={classes.root} aria-label={t("connection.label")}>
      <IconPlugConnectedX size={18} aria-hidden />
      <span>{t("connection.lost")}</span>
    </section>
  );
}
