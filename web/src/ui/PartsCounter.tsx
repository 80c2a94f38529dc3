import { Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { charactersOutsideGsm, countParts, exceeds, unitsIn } from "@/lib/parts";
import classes from "./PartsCounter.module.css";

interface Props {
  text: string;
  /** The longest text that may be sent, in GSM-7 characters; a UCS-2 text may be as many parts long. */
  maxCharacters?: number;
  id?: string;
}

/** How many parts a text costs, how much of the last is left, and why it became expensive. */
export function PartsCounter({ text, maxCharacters, id }: Props) {
  const { t } = useTranslation("ui");
  const { encoding, parts, remaining, units } = countParts(text);
  const most = maxCharacters === undefined ? undefined : unitsIn(maxCharacters, encoding);
  const tooLong = maxCharacters !== undefined && exceeds(text, maxCharacters);
  const culprits = encoding === "ucs2" ? charactersOutsideGsm(text) : [];
  const name = encoding === "gsm7" ? "GSM-7" : "UCS-2";
  return (
    <div className={classes.root} id={id}>
      {tooLong && most !== undefined && (
        <Text size="xs" c="red" fw={560} className={classes.item}>
          {t("parts.tooLong", { max: most, over: Math.max(1, units - most) })}
        </Text>
      )}
      <Text size="xs" c="dimmed" className={classes.item}>
        {units === 0 ? t("parts.none") : t("parts.count", { count: parts })}
        {units > 0 && <> · {t("parts.left", { count: remaining })}</>}
      </Text>
      {units > 0 && (
        <Tooltip
          label={t("parts.because", { characters: culprits.slice(0, 6).join("  ") })}
          disabled={culprits.length === 0}
          events={{ hover: true, focus: true, touch: true }}
        >
          <Text
            size="xs"
            c="dimmed"
            component={culprits.length > 0 ? "button" : "span"}
            className={culprits.length > 0 ? classes.why : classes.item}
          >
            <bdi>{name}</bdi>
          </Text>
        </Tooltip>
      )}
    </div>
  );
}
