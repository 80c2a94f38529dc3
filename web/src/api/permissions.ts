/** What a role may allow, as the server spells it. */
export type Permission =
  | "manageUsers"
  | "manageApiKeys"
  | "manageProviders"
  | "manageSenders"
  | "viewQueues"
  | "manageQueues"
  | "viewDialers"
  | "manageDialers"
  | "runDialers"
  | "manageDnc"
  | "sendMessages"
  | "viewMessages"
  | "handleInteractions"
  | "superviseAgents"
  | "useSimulator"
  | "viewAudit"
  | "seeAllObjects";
