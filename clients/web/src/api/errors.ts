/** What one field of a request was refused for; `at` is its path within the body ("children.0.birth_month"). */
export interface FieldError {
  at: string;
  code: string;
  message: string;
}

/** A refusal with a stable code: the server's problem+json, or the client's own ("client.offline", "client.timeout"). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    readonly status: number,
    /** The server's English sentence; screens show the catalogue's text for the code instead. */
    detail: string,
    readonly params: Readonly<Record<string, unknown>> = {},
    readonly fields: readonly FieldError[] = [],
  ) {
    super(detail);
  }

  /** Whether the server was not reached, so that nothing is known of what it did. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  get retryable(): boolean {
    return this.unreachable || this.status === 429 || this.status >= 500;
  }
}

/** The error as an ApiError: what is none (a bug) gets the code "client.unexpected". */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("client.unexpected", 0, String(error));
}

/** Reads problem+json; a body that is none (a proxy's page) becomes "http.<status>". */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("code" in body) || typeof body.code !== "string") {
    return new ApiError(`http.${response.status}`, response.status, response.statusText);
  }
  const { code, detail, params, errors } = body as {
    code: string;
    detail?: string;
    params?: Record<string, unknown>;
    errors?: FieldError[];
  };
  // The server says of which part of the request a path is ("body.name"); forms know their own fields.
  const fields = (errors ?? []).map((each) => ({ ...each, at: each.at.replace(/^body\./, "") }));
  return new ApiError(code, response.status, detail ?? code, params ?? {}, fields);
}
