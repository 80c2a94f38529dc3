import {
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  type TablerIcon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Delivery } from "../model";
import classes from "./DeliveryMark.module.css";

const icons: Record<Delivery, TablerIcon> = {
  queued: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  failed: IconAlertCircle,
  unknown: IconHelpCircle,
};

/** Where a message is, by icon and by word. */
export function DeliveryMark({ delivery, label }: { delivery: Delivery; label?: string }) {
  const { t } = useTranslation("inbox");
  const Icon = icons[delivery];
  return (
    <span className={classes.root} data-delivery={delivery}>
      <Icon size={14} aria-hidden />
      {label ?? t(`delivery.${delivery}`)}
    </span>
  );
}
