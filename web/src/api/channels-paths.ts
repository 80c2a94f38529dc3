/** The routes of carriers, where more can be said than the API's description does. */
import type { CreateProvider, Provider, ProviderChange, ProviderKind } from "./channels-types";
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
}
