/** The routes this app calls, in the shape openapi-fetch reads. */
import type { OperationsPaths } from "./operations-paths";
import type { ProblemDetails } from "./problem";
import type { AgentState, Checked, Enqueued, Inbox, Interaction, Message, Page, Session } from "./types";

interface Answer<T> {
  content: { "application/json": T };
}

type Parameters<Path, Query> = {
  header?: never;
  cookie?: never;
  query?: [Query] extends [undefined] ? never : Query;
} & ([Path] extends [undefined] ? { path?: never } : { path: Path });

type Operation<Result, Body, Path, Query> = {
  parameters: Parameters<Path, Query>;
  responses: {
    200: Answer<Result>;
    default: { content: { "application/problem+json": ProblemDetails } };
  };
} & ([Body] extends [undefined]
  ? { requestBody?: never }
  : { requestBody: { content: { "application/json": Body } } });

type Get<Result, Path = undefined, Query = undefined> = Operation<Result, undefined, Path, Query>;
type Send<Result, Body = undefined, Path = undefined> = Operation<Result, Body, Path, undefined>;

interface ById {
  id: string;
}
interface History {
  before?: string;
  limit?: number;
}

export interface paths extends OperationsPaths {
  "/api/v1/session": {
    get: Get<Session>;
    post: Send<Session, { email: string; password: string }>;
    delete: Send<undefined>;
  };
  "/api/v1/agents/me/state": {
    get: Get<AgentState>;
    put: Send<AgentState, { state: "free" | "onBreak" | "disconnected"; breakReason?: string }>;
  };
  "/api/v1/agents/me/inbox": { get: Get<Inbox> };
  "/api/v1/offers/{id}/accept": { post: Send<{ interactionId: string }, undefined, ById> };
  "/api/v1/offers/{id}/refuse": { post: Send<undefined, undefined, ById> };
  "/api/v1/interactions/{id}": { get: Get<Interaction, ById> };
  "/api/v1/interactions/{id}/messages": {
    get: Get<Page<Message>, ById, History>;
    post: Send<Enqueued, { text: string; clientId: string }, ById>;
  };
  "/api/v1/interactions/{id}/read": { post: Send<undefined, undefined, ById> };
  "/api/v1/interactions/{id}/close": {
    post: Send<undefined, { dispositionId?: string; note?: string }, ById>;
  };
  "/api/v1/interactions/{id}/retry/{messageId}": {
    post: Send<Enqueued, undefined, { id: string; messageId: string }>;
  };
  "/api/v1/contacts/{id}": { patch: Send<undefined, { name: string }, ById> };
  "/api/v1/contacts/{id}/messages": { get: Get<Page<Message>, ById, History> };
  "/api/v1/messages/check": { post: Send<Checked, { to: string; text: string; senderId: string }> };
}
