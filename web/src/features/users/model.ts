import type { Permission } from "@/api/permissions";

/** Permissions in the groups a person thinks in. */
export const permissionGroups = [
  { key: "desk", permissions: ["handleInteractions", "superviseAgents", "viewMessages", "sendMessages"] },
  { key: "outbound", permissions: ["viewDialers", "runDialers", "manageDialers", "manageDnc"] },
  { key: "queues", permissions: ["viewQueues", "manageQueues"] },
  {
    key: "centre",
    permissions: ["manageUsers", "manageApiKeys", "manageProviders", "manageSenders", "viewAudit"],
  },
  { key: "scope", permissions: ["seeAllObjects", "useSimulator"] },
] as const satisfies readonly { key: string; permissions: readonly Permission[] }[];

export const allPermissions: readonly Permission[] = permissionGroups.flatMap(
  ({ permissions }) => permissions as readonly Permission[],
);

const alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** A first password to hand over: nothing in it is mistaken for something else when read aloud. */
export function inventPassword(length = 14) {
  const values = crypto.getRandomValues(new Uint32Array(length));
  return Array.from(values, (value) => alphabet[value % alphabet.length]).join("");
}
