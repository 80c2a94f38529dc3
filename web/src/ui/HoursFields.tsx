import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ScheduleRow } from "@/lib/schedule";
import { zoneOptions } from "@/lib/zones";
import { ScheduleEditor } from "./ScheduleEditor";

interface Props {
  schedule: ScheduleRow[];
  onSchedule: (rows: ScheduleRow[]) => void;
  /** Null where the business unit's zone holds. */
  timeZone: string | null;
  onTimeZone: (zone: string | null) => void;
  zoneError?: ReactNode;
  unitZone: string;
  disabled: boolean;
}

/** Days and hours, and the zone they are meant in. */
export function HoursFields(props: Props) {
  const { t } = useTranslation("ui");
  const { schedule, disabled } = props;
  return (
    <>
      <ScheduleEditor value={schedule} disabled={disabled} onChange={props.onSchedule} />
      {schedule.length > 0 && (
        <Select
          label={t("schedule.timeZone")}
          searchable
          allowDeselect={false}
          disabled={disabled}
          data={[
            { value: "", label: t("schedule.unitZone", { zone: props.unitZone }) },
            ...zoneOptions().map((zone) => ({ value: zone, label: zone })),
          ]}
          maw={400}
          value={props.timeZone ?? ""}
          onChange={(zone) => props.onTimeZone(zone || null)}
          error={props.zoneError}
        />
      )}
    </>
  );
}
