import createClient, { type Middleware } from "openapi-fetch";
import { isUnattended } from "@/lib/attendance";
import { learnServerTime } from "@/lib/clock";
import type { paths } from "./paths";
import { toApiError } from "./problem";

const signedOut = new Set<() => void>();

/** Called when the server no longer knows us; the app then asks for a sign-in and comes back here. */
export function onSignedOut(listener: () => void) {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

const session: Middleware = {
  onRequest({ request }) {
    if (isUnattended()) request.headers.set("Chasqui-Unattended", "true");
    return undefined;
  },
  onResponse({ request, response }) {
    learnServerTime(response.headers.get("date"));
    // A 401 to the sign-in form means a wrong password, not a lost session.
    if (response.status === 401 && !request.url.endsWith("/api/v1/session")) {
      for (const tell of signedOut) tell();
    }
    return undefined;
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  credentials: "same-origin",
  // Looked up at each call: tests replace it, and browsers bind it.
  fetch: (request) => globalThis.fetch(request),
});
api.use(session);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of an answer, or an ApiError for whatever went wrong, including no answer at all. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw toApiError(error);
  }
  if (!answer.response.ok) throw toApiError(answer.error ?? {}, answer.response.status);
  return answer.data as Data;
}
