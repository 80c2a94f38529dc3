import { ActionIcon, Button, SegmentedControl, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isComplete, isOvernight, type ScheduleRow, weekdayName, weekdays } from "@/lib/schedule";
import classes from "./ScheduleEditor.module.css";

interface Props {
  value: readonly ScheduleRow[];
  onChange: (rows: ScheduleRow[]) => void;
  disabled?: boolean;
}

const officeHours: ScheduleRow = {
  days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  from: "09:00",
  to: "18:00",
};

/** Opening hours as rows of days and hours. No rows means always, so that choice is its own switch. */
export function ScheduleEditor({ value, onChange, disabled }: Props) {
  const { t } = useTranslation("ui");
  const put = (index: number, row: ScheduleRow) =>
    onChange(value.map((old, at) => (at === index ? row : old)));
  return (
    <div className={classes.root}>
      <SegmentedControl
        aria-label={t("schedule.label")}
        className={classes.mode}
        disabled={disabled}
        value={value.length === 0 ? "always" : "hours"}
        onChange={(mode) => onChange(mode === "always" ? [] : [officeHours])}
        data={[
          { value: "always", label: t("schedule.always") },
          { value: "hours", label: t("schedule.hours") },
        ]}
      />
      {value.length > 0 && (
        <ul className={classes.rows}>
          {value.map((row, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
              key={index}
              row={row}
              place={index + 1}
              disabled={disabled}
              onChange={(next) => put(index, next)}
              onRemove={() => onChange(value.filter((_, at) => at !== index))}
            />
          ))}
        </ul>
      )}
      {value.length > 0 && (
        <Button
          variant="default"
          size="xs"
          className={classes.add}
          disabled={disabled}
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...value, { days: [], from: "09:00", to: "13:00" }])}
        >
          {t("schedule.add")}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  row: ScheduleRow;
  place: number;
  disabled?: boolean;
  onChange: (row: ScheduleRow) => void;
  onRemove: () => void;
}

function Row({ row, place, disabled, onChange, onRemove }: RowProps) {
  const { t, i18n } = useTranslation("ui");
  const toggle = (day: ScheduleRow["days"][number]) =>
    onChange({
      ...row,
      days: weekdays.filter((other) => (other === day ? !row.days.includes(day) : row.days.includes(other))),
    });
  return (
    <li className={classes.row}>
      <fieldset className={classes.days} disabled={disabled}>
        <legend className="sr-only">{t("schedule.daysOf", { place })}</legend>
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            className={classes.day}
            aria-pressed={row.days.includes(day)}
            aria-label={weekdayName(day, i18n.language, "long")}
            onClick={() => toggle(day)}
          >
            {weekdayName(day, i18n.language)}
          </button>
        ))}
      </fieldset>
      <div className={classes.hours}>
        <TextInput
          type="time"
          aria-label={t("schedule.from", { place })}
          value={row.from}
          disabled={disabled}
          onChange={(event) => onChange({ ...row, from: event.currentTarget.value })}
        />
        <span aria-hidden>–</span>
        <TextInput
          type="time"
          aria-label={t("schedule.to", { place })}
          value={row.to}
          disabled={disabled}
          onChange={(event) => onChange({ ...row, to: event.currentTarget.value })}
        />
        <ActionIcon aria-label={t("schedule.remove", { place })} onClick={onRemove} disabled={disabled}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {!isComplete(row) && (
        <Text size="xs" c="red" className={classes.note}>
          {t("schedule.incomplete")}
        </Text>
      )}
      {isComplete(row) && isOvernight(row) && (
        <Text size="xs" c="dimmed" className={classes.note}>
          {t("schedule.overnight")}
        </Text>
      )}
    </li>
  );
}
