import type { MessageOut } from "../generated/protocol";
import type { ConsultationLine } from "./lines";
import { type Readable, Store, type Unsubscribe } from "./store";

const TELL_EVERY_MS = 3_000;
const SHOWN_MS = 5_000;

/** Who is writing at the moment: told to the others now and then, and never kept. */
export class Typing {
  readonly #line: ConsultationLine;
  readonly #state = new Store<readonly string[]>([]);
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #stops: Unsubscribe[];
  #account: string | null = null;
  #quietUntil = 0;

  constructor(line: ConsultationLine) {
    this.#line = line;
    this.#stops = [
      line.on("typing", ({ account_id }) => this.#heard(account_id)),
      line.on("message", ({ message }: { message: MessageOut }) => this.#over(message.author.account_id)),
    ];
  }

  /** The accounts of the others who are writing. */
  get state(): Readable<readonly string[]> {
    return this.#state;
  }

  /** The answer to a join is in: `account` is this page's own. */
  joined(account: string): void {
    this.#account = account;
  }

  /** Somebody typed here. */
  typed(now = Date.now()): void {
    if (this.#account === null || !this.#line.online || now < this.#quietUntil) return;
    this.#quietUntil = now + TELL_EVERY_MS;
    // Lost or refused, it is only a hint.
    this.#line.request("typing", {}).catch(() => undefined);
  }

  /** What was typed is sent: the next word is told at once. */
  sent(): void {
    this.#quietUntil = 0;
  }

  /** Nobody is known to write any longer. */
  lineLost(): void {
    for (const account of [...this.#ends.keys()]) this.#over(account);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.lineLost();
  }

  #heard(account: string): void {
    if (account === this.#account) return;
    clearTimeout(this.#ends.get(account));
    this.#ends.set(
      account,
      setTimeout(() => this.#over(account), SHOWN_MS),
    );
    if (!this.#state.get().includes(account)) this.#state.set([...this.#state.get(), account]);
  }

  #over(account: string): void {
    clearTimeout(this.#ends.get(account));
    if (this.#ends.delete(account)) this.#state.set(this.#state.get().filter((one) => one !== account));
  }
}
