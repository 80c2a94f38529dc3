import { useNow } from "@/lib/clock";
import { formatDuration } from "@/lib/time";

/** Time since a moment, ticking. Not a live region: a timer that talks every second would drown everything. */
export function Elapsed({ since }: { since: string }) {
  const seconds = (useNow().getTime() - Date.parse(since)) / 1000;
  return (
    <span className="tabular" role="timer" aria-live="off">
      <bdi>{formatDuration(seconds)}</bdi>
    </span>
  );
}
