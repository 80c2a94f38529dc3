interface Sender {
  id: string;
  address: string;
  label: string;
  enabled: boolean;
}

/** Senders as the options of a choice: "Main line · +598 2900 1000". */
export function senderOptions(senders: readonly Sender[] | undefined) {
  return (senders ?? []).map(({ id, address, label, enabled }) => ({
    value: id,
    // Isolated, so that a number keeps its order inside right-to-left words.
    label: label ? `${label} · \u2066${address}\u2069` : `\u2066${address}\u2069`,
    disabled: !enabled,
  }));
}
