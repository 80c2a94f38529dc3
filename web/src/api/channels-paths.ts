/** The routes of carriers, numbers, and what became of a message. */
import type {
  CreateProvider,
  CreateSender,
  DncGroup,
  EntryPoint,
  Incident,
  MessageDetails,
  Provider,
  ProviderChange,
  ProviderKind,
  ProviderTest,
  Sender,
  SenderChange,
  WireEntry,
} from "./channels-types";
import type { ById, Get, OfPage, Send } from "./operations-paths";
import type { Page } from "./types";

interface Items<T> {
  items: T[];
}

export interface ChannelsPaths {
  "/api/v1/provider-kinds": { get: Get<Items<ProviderKind>> };
  "/api/v1/providers": {
    get: Get<Page<Provider>, undefined, OfPage>;
    post: Send<Provider, CreateProvider>;
  };
  "/api/v1/providers/{id}": {
    get: Get<Provider, ById>;
    patch: Send<Provider, ProviderChange, ById>;
    delete: Send<undefined, undefined, ById>;
  };
  "/api/v1/providers/{id}/test": { post: Send<ProviderTest, undefined, ById> };
  "/api/v1/providers/{id}/pause": { post: Send<Provider, undefined, ById> };
  "/api/v1/providers/{id}/resume": { post: Send<Provider, undefined, ById> };
  "/api/v1/incidents": { get: Get<Page<Incident>, undefined, OfPage & { open?: boolean }> };
  "/api/v1/senders": {
    get: Get<Page<Sender>, undefined, OfPage>;
    post: Send<Sender, CreateSender>;
  };
  "/api/v1/senders/{id}": {
    get: Get<Sender, ById>;
    patch: Send<Sender, SenderChange, ById>;
    delete: Send<undefined, undefined, ById>;
  };
  "/api/v1/senders/verify": { post: Send<Items<Sender>, { ids: string[]; verified: boolean }> };
  "/api/v1/dnc/groups": { get: Get<Items<DncGroup>>; post: Send<DncGroup, { name: string }> };
  "/api/v1/entry-points": {
    get: Get<Page<EntryPoint>, undefined, OfPage>;
    post: Send<EntryPoint, Omit<EntryPoint, "id">>;
  };
  "/api/v1/entry-points/{id}": {
    patch: Send<EntryPoint, Partial<Omit<EntryPoint, "id">>, ById>;
    delete: Send<undefined, undefined, ById>;
  };
  "/api/v1/messages/{id}": { get: Get<MessageDetails, ById> };
  "/api/v1/messages/{id}/wire": { get: Get<Items<WireEntry> & { retainedDays: number }, ById> };
}
