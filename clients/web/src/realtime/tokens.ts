import { SessionEnded, type Tokens } from "./connection";

/** What a connection needs to know of the signed-in person's session. */
export interface TokenSession {
  accessToken(): string | null;
  /** A new token; null when there is no session any more, or when the server was not reached. */
  renew(failed: string | null): Promise<string | null>;
  onToken(listener: (token: string) => void): () => void;
  state(): { readonly status: string };
}

export function tokensOf(session: TokenSession): Tokens {
  const replace = async (refused: string | null): Promise<string> => {
    const token = await session.renew(refused);
    if (token !== null) return token;
    if (session.state().status === "signed_out") throw new SessionEnded();
    throw new Error("The server was not reached.");
  };
  return {
    current: () => Promise.resolve(session.accessToken() ?? replace(null)),
    replace,
    onToken: (listener) => session.onToken(listener),
  };
}
