import type { Dialer, DialerMonitor, Import } from "@/api/operations-types";

export function aMonitor(more: Partial<DialerMonitor> = {}): DialerMonitor {
  return {
    status: "active",
    onSchedule: true,
    processed: 0,
    notProcessed: 0,
    other: 0,
    blocked: 0,
    byState: {},
    perSecond: 0,
    estimatedEndAt: null,
    running: true,
    enabled: true,
    ...more,
  };
}

export function aDialer(more: Partial<Dialer> = {}): Dialer {
  return {
    id: "dialer-1",
    name: "campsms",
    senderId: "sender-1",
    enabled: true,
    running: false,
    schedule: [],
    timeZone: null,
    dialString: "",
    gapMilliseconds: 0,
    checkDnc: true,
    createdAt: "2026-05-20T12:00:00Z",
    ...more,
  };
}

export function anImport(more: Partial<Import> = {}): Import {
  return {
    id: "import-1",
    kind: "messages",
    dialerId: "dialer-1",
    fileName: "customers.csv",
    strict: false,
    state: "done",
    rows: 0,
    imported: 0,
    duplicates: 0,
    blocked: 0,
    rejected: 0,
    errors: [],
    failureCode: null,
    failureDetail: null,
    createdAt: "2026-05-20T12:00:00Z",
    finishedAt: "2026-05-20T12:00:05Z",
    ...more,
  };
}
