/** What the server says when it cannot do something: RFC 9457 with our stable `code`. */
export interface ProblemDetails {
  code?: string;
  title?: string;
  detail?: string;
  status?: number;
  /** Messages by field, keyed in the request's own spelling. */
  errors?: Record<string, string[]>;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: ProblemDetails;

  constructor(status: number, problem: ProblemDetails) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? (status === 0 ? "network" : `http_${status}`);
    this.problem = problem;
  }

  /** First message of each field, in the shape form libraries take. */
  get fieldErrors(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.problem.errors ?? {}).map(([field, messages]) => [field, messages[0] ?? ""]),
    );
  }
}

/** Makes one kind of error of whatever was thrown or answered. Status 0 means no answer came at all. */
export function toApiError(error: unknown, status = 0): ApiError {
  if (error instanceof ApiError) return error;
  const described = error !== null && typeof error === "object" && !(error instanceof Error);
  return new ApiError(status, described ? (error as ProblemDetails) : {});
}

/** Worth trying again by itself: the server was away or overloaded, and did not say no. */
export function isTransient(error: unknown) {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 502);
}
