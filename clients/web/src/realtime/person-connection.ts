import type { Hint } from "../generated/protocol";
import { PROTOCOL_VERSION } from "../generated/protocol";
import { Connection, type ConnectionState, type Dial, type Tokens } from "./connection";
import { browserPage, type Page } from "./consultation";
import type { PersonAsked, PersonTold } from "./lines";
import type { Readable, Unsubscribe } from "./store";

export interface PersonOptions {
  readonly dial: Dial;
  readonly tokens: Tokens;
  /** Fetch again what belongs to this topic; null: everything, since something may have been missed. */
  readonly onHint: (hint: Hint | null) => void;
  /** The server ended the session of this person. */
  readonly onSignedOut: (reason: string) => void;
  readonly page?: Page | null;
}

/** The connection of the signed-in person: hints only. Whatever they point to is fetched by HTTP. */
export class PersonConnection {
  readonly #connection: Connection<PersonAsked, PersonTold>;
  readonly #stops: Unsubscribe[] = [];

  constructor({ dial, tokens, onHint, onSignedOut, page = browserPage() }: PersonOptions) {
    const connection = new Connection<PersonAsked, PersonTold>({ dial, tokens, protocol: PROTOCOL_VERSION });
    this.#connection = connection;
    connection.on("hint", (hint) => onHint(hint));
    connection.on("signed_out", ({ reason }) => {
      if (reason === "token_expired") return;
      this.close();
      onSignedOut(reason);
    });
    let before = false;
    connection.onConnect(() => {
      // The first connect follows the first fetches; each later one follows a time without hints.
      if (before) onHint(null);
      before = true;
    });
    if (page !== null) {
      this.#stops.push(page.onFront(() => connection.wake()));
      this.#stops.push(page.onNetwork(() => connection.wake()));
    }
  }

  get state(): Readable<ConnectionState> {
    return this.#connection.state;
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#connection.close();
  }
}
