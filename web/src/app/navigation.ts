import { IconInbox, IconSpeakerphone, type TablerIcon } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ParseKeys } from "i18next";
import type { Permission } from "@/api/permissions";
import { can } from "@/api/session";
import type { Session } from "@/api/types";

type Place = "work" | "outbound" | "setup";

export interface Destination {
  to: NonNullable<LinkProps["to"]>;
  label: ParseKeys<"shell">;
  icon: TablerIcon;
  place: Place;
  /** Any one of these opens it. */
  permissions: readonly Permission[];
}

/** Every page of the app in the order of the rail. A new page is one line here and one file in routes. */
const destinations: readonly Destination[] = [
  { to: "/inbox", label: "nav.inbox", icon: IconInbox, place: "work", permissions: ["handleInteractions"] },
  {
    to: "/dialers",
    label: "nav.dialers",
    icon: IconSpeakerphone,
    place: "outbound",
    permissions: ["viewDialers"],
  },
];

export const places: readonly Place[] = ["work", "outbound", "setup"];

export function destinationsFor(session: Session): readonly Destination[] {
  return destinations.filter(({ permissions }) => permissions.some((permission) => can(session, permission)));
}
