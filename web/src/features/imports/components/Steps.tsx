import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Steps.module.css";

const steps = ["choose", "check", "import"] as const;

export function Steps({ current }: { current: (typeof steps)[number] }) {
  const { t } = useTranslation("imports");
  const place = steps.indexOf(current);
  return (
    <ol className={classes.root} aria-label={t("steps.label")}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          aria-current={step === current ? "step" : undefined}
          data-done={index < place || undefined}
        >
          <span className={classes.mark} aria-hidden>
            {index < place ? <IconCheck size={14} stroke={2.4} /> : index + 1}
          </span>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
