import type { Participant, Receipt } from "../generated/protocol";
import { passes } from "./codes";
import { Refused } from "./connection";
import type { ConsultationLine } from "./lines";
import { type Readable, Store } from "./store";

/** What became of a stored message on the other side. */
export type Stage = "sent" | "delivered" | "read";

/** How far each account has got, by its id. */
export type Receipts = Readonly<Record<string, Receipt>>;

/** A burst of messages is one mark. */
const GATHER_MS = 300;
const TRY_AGAIN_MS = 2_000;

/** Tells the server how far this page has got, and knows how far the others have. */
export class ReceiptLine {
  readonly #line: ConsultationLine;
  readonly #state = new Store<Receipts>({});
  #account: string | null = null;
  #joined = false;
  #delivered = 0;
  #read = 0;
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(line: ConsultationLine) {
    this.#line = line;
    line.on("receipts", (receipt) => this.#take([receipt]));
  }

  get state(): Readable<Receipts> {
    return this.#state;
  }

  /** The answer to a join is in: `account` is this page's own. */
  joined(account: string, receipts: readonly Receipt[]): void {
    this.#account = account;
    this.#joined = true;
    this.#take(receipts);
    this.#plan(GATHER_MS);
  }

  lineLost(): void {
    this.#joined = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Everything up to `delivered` is here, and everything up to `read` was before a person's eyes. */
  mark(delivered: number, read: number): void {
    this.#delivered = Math.max(this.#delivered, delivered, read);
    this.#read = Math.max(this.#read, read);
    this.#plan(GATHER_MS);
  }

  #take(receipts: readonly Receipt[]): void {
    const known = this.#state.get();
    // Events may overtake one another, and a receipt only grows.
    const news = receipts.map((receipt) => higher(receipt, known[receipt.account_id])).filter((one) => one !== null);
    if (news.length === 0) return;
    this.#state.set({ ...known, ...Object.fromEntries(news.map((receipt) => [receipt.account_id, receipt])) });
  }

  #plan(after: number): void {
    if (!this.#joined || this.#asking || this.#timer !== undefined || !this.#isNews()) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#tell();
    }, after);
  }

  #isNews(): boolean {
    const own = this.#account === null ? undefined : this.#state.get()[this.#account];
    return this.#delivered > (own?.delivered ?? 0) || this.#read > (own?.read ?? 0);
  }

  async #tell(): Promise<void> {
    if (!this.#joined || !this.#isNews()) return;
    this.#asking = true;
    const told = { delivered: this.#delivered, read: this.#read };
    let next: number | null = GATHER_MS;
    try {
      const { receipt } = await this.#line.request("receipts.mark", told);
      this.#take([receipt]);
      // What the server does not take over is not told again and again.
      if (receipt.delivered < told.delivered) this.#delivered = receipt.delivered;
      if (receipt.read < told.read) this.#read = receipt.read;
    } catch (error) {
      // Unanswered: the next join tells it. Refused for the moment: once more. Refused for good: it is only a sign.
      next = error instanceof Refused && passes(error.code) ? TRY_AGAIN_MS : null;
    } finally {
      this.#asking = false;
    }
    if (next !== null) this.#plan(next);
  }
}

function higher(receipt: Receipt, known: Receipt | undefined): Receipt | null {
  if (known === undefined) return receipt;
  if (receipt.delivered <= known.delivered && receipt.read <= known.read) return null;
  const { account_id } = receipt;
  return {
    account_id,
    delivered: Math.max(receipt.delivered, known.delivered),
    read: Math.max(receipt.read, known.read),
  };
}

/** What became of the message `sequence`, by the receipts of `others`: one of them is enough. */
export function stageOf(sequence: number, receipts: Receipts, others: readonly string[]): Stage {
  const marks = others.flatMap((account) => receipts[account] ?? []);
  if (marks.some(({ read }) => read >= sequence)) return "read";
  return marks.some(({ delivered }) => delivered >= sequence) ? "delivered" : "sent";
}

/**
 * The accounts whose receipts say how far a message has got: those of the other side, so that nobody takes a relative's
 * reading for the practitioner's.
 */
export function otherSide(
  participants: readonly Participant[],
  account: string,
  isClinician: (role: Participant["role"]) => boolean,
): readonly string[] {
  const mine = participants.find(({ account_id }) => account_id === account);
  const others = participants.filter(({ account_id }) => account_id !== account);
  if (mine === undefined) return others.map(({ account_id }) => account_id);
  return others.filter(({ role }) => isClinician(role) !== isClinician(mine.role)).map(({ account_id }) => account_id);
}
