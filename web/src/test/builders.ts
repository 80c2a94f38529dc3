import type { Session } from "@/api/types";

export function aSession(more: Partial<Session> = {}): Session {
  return {
    user: { id: "user-ana", name: "Ana Pérez", email: "ana@demo.example", language: "en" },
    businessUnit: { id: "unit", name: "Demo", country: "UY", timeZone: "America/Montevideo" },
    permissions: ["handleInteractions"],
    demo: true,
    ...more,
  };
}
