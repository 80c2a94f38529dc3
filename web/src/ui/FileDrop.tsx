import { Text } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { type DragEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./FileDrop.module.css";

interface Props {
  label: string;
  hint?: string;
  accept: string;
  onFile: (file: File) => void;
}

/** A file by dropping it or by choosing it; the whole area is the label of one real file input. */
export function FileDrop({ label, hint, accept, onFile }: Props) {
  const { t } = useTranslation("ui");
  const id = useId();
  const [over, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  }
  return (
    <label
      htmlFor={id}
      className={classes.root}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        accept={accept}
        className="sr-only"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file again, mended meanwhile, must count as a new choice.
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
      <span className={classes.icon} aria-hidden>
        <IconFileTypeCsv size={30} stroke={1.4} />
      </span>
      <Text fw={600} size="lg" component="span">
        {label}
      </Text>
      <Text size="sm" c="dimmed" component="span">
        {t("file.drop")} <span className={classes.link}>{t("file.choose")}</span>
      </Text>
      {hint && (
        <Text size="xs" c="dimmed" component="span">
          {hint}
        </Text>
      )}
    </label>
  );
}
