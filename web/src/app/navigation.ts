import {
  IconArrowsSplit2,
  IconBan,
  IconDeviceMobile,
  IconDeviceMobileMessage,
  IconHome,
  IconInbox,
  IconPlugConnected,
  IconSpeakerphone,
  IconStack2,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ParseKeys } from "i18next";
import type { Permission } from "@/api/permissions";
import { can } from "@/api/session";
import type { Session } from "@/api/types";

type Place = "work" | "outbound" | "channels" | "setup";

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
  {
    to: "/",
    label: "nav.home",
    icon: IconHome,
    place: "work",
    permissions: ["superviseAgents", "manageProviders"],
  },
  { to: "/inbox", label: "nav.inbox", icon: IconInbox, place: "work", permissions: ["handleInteractions"] },
  {
    to: "/dialers",
    label: "nav.dialers",
    icon: IconSpeakerphone,
    place: "outbound",
    permissions: ["viewDialers"],
  },
  { to: "/dnc", label: "nav.dnc", icon: IconBan, place: "outbound", permissions: ["manageDnc"] },
  {
    to: "/handset",
    label: "nav.handset",
    icon: IconDeviceMobile,
    place: "outbound",
    permissions: ["useSimulator"],
  },
  {
    to: "/providers",
    label: "nav.providers",
    icon: IconPlugConnected,
    place: "channels",
    permissions: ["manageProviders"],
  },
  {
    to: "/senders",
    label: "nav.senders",
    icon: IconDeviceMobileMessage,
    place: "channels",
    permissions: ["manageSenders"],
  },
  {
    to: "/entry-points",
    label: "nav.entryPoints",
    icon: IconArrowsSplit2,
    place: "channels",
    permissions: ["manageSenders"],
  },
  {
    to: "/queues",
    label: "nav.queues",
    icon: IconStack2,
    place: "setup",
    permissions: ["manageQueues", "superviseAgents"],
  },
  { to: "/users", label: "nav.users", icon: IconUsers, place: "setup", permissions: ["manageUsers"] },
];

export const places: readonly Place[] = ["work", "outbound", "channels", "setup"];

export function destinationsFor(session: Session): readonly Destination[] {
  return destinations.filter(({ permissions }) => permissions.some((permission) => can(session, permission)));
}
