import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { formatDateTime, formatRelative, formatStamp } from "@/lib/time";

interface Props {
  at: string;
  /** "stamp": 14:05, Mon, 3 Jun. "relative": 5 min ago. */
  as?: "stamp" | "relative";
}

export function TimeAgo({ at, as = "relative" }: Props) {
  const { i18n } = useTranslation();
  const now = useNow();
  const text = as === "stamp" ? formatStamp(at, i18n.language, now) : formatRelative(at, i18n.language, now);
  return (
    <time dateTime={at} title={formatDateTime(at, i18n.language)}>
      {text}
    </time>
  );
}
