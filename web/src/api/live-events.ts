/**
 * What the hub says to browsers, as in the server's ILiveClient: the name of what changed and never its content,
 * so each screen fetches again with its own rights. Values are the arguments.
 */
export interface LiveEvents {
  InboxChanged: [];
  InteractionChanged: [interactionId: string];
  AgentChanged: [userId: string];
  QueueChanged: [queueId: string];
  DialerChanged: [dialerId: string];
  ImportChanged: [importId: string];
  HandsetChanged: [number: string];
  /** To those who manage providers: an incident, a pause, a link. */
  ProvidersChanged: [];
  SignedOut: [];
}

/** Things one may ask to be told about: Watch{topic}(id) and Unwatch{topic}(id) on the hub. */
export type WatchTopic = "Interaction" | "Dialer" | "Import" | "Handset";
