import { useEffect, useEffectEvent, useRef } from "react";
import { useNow } from "@/lib/clock";
import { formatDuration } from "@/lib/time";

interface Props {
  /** When it ends, by the server's clock. */
  until: string;
  /** Called once with the seconds left when each mark is passed, and with 0 at the end. */
  marks?: readonly number[];
  onMark?: (secondsLeft: number) => void;
  children?: (secondsLeft: number) => React.ReactNode;
}

const none: readonly number[] = [];

export function Countdown({ until, marks = none, onMark, children }: Props) {
  const left = Math.max(0, Math.ceil((Date.parse(until) - useNow().getTime()) / 1000));
  const previous = useRef(left);
  const tell = useEffectEvent((mark: number) => onMark?.(mark));

  useEffect(() => {
    const before = previous.current;
    previous.current = left;
    if (left >= before) {
      if (left === 0 && before === 0) tell(0);
      return;
    }
    // A sleeping tab may skip several marks at once: only the latest still tells the truth.
    const passed = [...marks, 0].filter((mark) => mark < before && mark >= left);
    const latest = passed.sort((a, b) => a - b)[0];
    if (latest !== undefined) tell(latest);
  }, [left, marks]);

  return <>{children ? children(left) : <span className="tabular">{formatDuration(left)}</span>}</>;
}
