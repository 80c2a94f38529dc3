/** The routes of the pages that run a centre. */
import type {
  Agent,
  ApiKey,
  ApiScope,
  Behaviour,
  CreateUser,
  Dialer,
  DialerChange,
  DialerMonitor,
  DncEntry,
  Handset,
  HandsetMessage,
  Import,
  Queue,
  QueueChange,
  QueueMember,
  Role,
  SecurityGroup,
  SetupStep,
  User,
  UserChange,
} from "./operations-types";
import type { ProblemDetails } from "./problem";
import type { Enqueued, Message, MessageState, Named, Page } from "./types";

interface Answer<T> {
  content: { "application/json": T };
}

type Operation<Result, Body, Path, Query, Header> = {
  parameters: {
    cookie?: never;
    header?: [Header] extends [undefined] ? never : Header;
    query?: [Query] extends [undefined] ? never : Query;
  } & ([Path] extends [undefined] ? { path?: never } : { path: Path });
  responses: { 200: Answer<Result>; default: { content: { "application/problem+json": ProblemDetails } } };
} & ([Body] extends [undefined]
  ? { requestBody?: never }
  : { requestBody: { content: { "application/json": Body } } });

export type Get<Result, Path = undefined, Query = undefined> = Operation<
  Result,
  undefined,
  Path,
  Query,
  undefined
>;
export type Send<
  Result,
  Body = undefined,
  Path = undefined,
  Query = undefined,
  Header = undefined,
> = Operation<Result, Body, Path, Query, Header>;

export type ById = { id: string };
export type OfPage = { after?: string; limit?: number };
type ByNumber = { number: string };

export interface OperationsPaths {
  "/api/v1/dialers": {
    get: Get<Page<Dialer>, undefined, OfPage>;
    post: Send<Dialer, DialerChange & { name: string; senderId: string }>;
  };
  "/api/v1/dialers/{id}": { get: Get<Dialer, ById>; patch: Send<Dialer, DialerChange, ById> };
  "/api/v1/dialers/{id}/start": { post: Send<DialerMonitor, undefined, ById> };
  "/api/v1/dialers/{id}/stop": { post: Send<DialerMonitor, undefined, ById> };
  "/api/v1/dialers/{id}/monitor": { get: Get<DialerMonitor, ById> };
  "/api/v1/dialers/{id}/unprocessed": { delete: Send<{ deleted: number }, undefined, ById> };
  "/api/v1/imports": { get: Get<Page<Import>, undefined, OfPage & { dialerId?: string }> };
  "/api/v1/imports/{id}": { get: Get<Import, ById> };
  "/api/v1/messages": {
    get: Get<Page<Message>, undefined, OfPage & { dialerId?: string; state?: MessageState }>;
    post: Send<
      Enqueued,
      { to: string; text: string; dialerId?: string },
      undefined,
      undefined,
      { "Idempotency-Key": string }
    >;
  };
  "/api/v1/dnc": {
    get: Get<Page<DncEntry>, undefined, OfPage & { number?: string }>;
    post: Send<undefined, { number: string; dialerId?: string }>;
  };
  "/api/v1/dnc/{number}": { delete: Send<undefined, undefined, ByNumber, { listId?: string }> };
  "/api/v1/queues": {
    get: Get<Page<Queue>, undefined, OfPage>;
    post: Send<Queue, QueueChange & { name: string }>;
  };
  "/api/v1/queues/{id}": { get: Get<Queue, ById>; patch: Send<Queue, QueueChange, ById> };
  "/api/v1/queues/{id}/members": {
    get: Get<{ items: QueueMember[] }, ById>;
    put: Send<undefined, { userIds: string[] }, ById>;
  };
  "/api/v1/queues/members": {
    post: Send<undefined, { queueIds: string[]; userIds: string[]; action: "add" | "remove" }>;
  };
  "/api/v1/queues/{id}/dispositions": {
    get: Get<Named[], ById>;
    put: Send<undefined, { names: string[] }, ById>;
  };
  "/api/v1/agents": { get: Get<Page<Agent>, undefined, OfPage> };
  "/api/v1/users": { get: Get<Page<User>, undefined, OfPage>; post: Send<User, CreateUser> };
  "/api/v1/users/{id}": { get: Get<User, ById>; patch: Send<User, UserChange, ById> };
  "/api/v1/roles": {
    get: Get<Page<Role>, undefined, OfPage>;
    post: Send<Role, { name: string; permissions: Role["permissions"] }>;
  };
  "/api/v1/roles/{id}": {
    patch: Send<Role, { name?: string; permissions?: Role["permissions"] }, ById>;
  };
  "/api/v1/security-groups": {
    get: Get<Page<SecurityGroup>, undefined, OfPage>;
    post: Send<SecurityGroup, Omit<SecurityGroup, "id">>;
  };
  "/api/v1/security-groups/{id}": {
    patch: Send<SecurityGroup, Partial<Omit<SecurityGroup, "id">>, ById>;
    delete: Send<undefined, undefined, ById>;
  };
  "/api/v1/api-keys": {
    get: Get<Page<ApiKey>, undefined, OfPage>;
    post: Send<{ apiKey: ApiKey; secret: string }, { name: string; scopes: ApiScope[]; expiresAt?: string }>;
  };
  "/api/v1/api-keys/{id}": { delete: Send<undefined, undefined, ById> };
  "/api/v1/simulator/handsets/{number}/messages": {
    get: Get<Page<HandsetMessage>, ByNumber>;
    post: Send<{ id: string }, { to: string; text: string; mediaUrls?: string[] }, ByNumber>;
  };
  "/api/v1/simulator/handsets": { get: Get<Page<Handset>> };
  "/api/v1/simulator/behaviour": { get: Get<Behaviour>; put: Send<Behaviour, Behaviour> };
  "/api/v1/setup": { get: Get<{ steps: SetupStep[] }> };
}
