import { type Readable, Store, type Unsubscribe } from "../store";
import { type Draft, Keeper, type Unsent, type Where } from "./keeper";

export interface QueueState {
  /** In the order in which they were written. */
  readonly messages: readonly Unsent[];
  readonly drafts: readonly Draft[];
  /** False where the device keeps nothing: all of it is lost with the page. */
  readonly isKept: boolean;
}

const EMPTY: QueueState = { messages: [], drafts: [], isKept: true };

/**
 * What one account has written and the server does not have yet, in all its consultations.
 *
 * The device's database is the truth for all tabs; the state here shows it at once and follows it. A change is shown, then
 * written; `settled` tells when all are written. What cannot be written stays in this page's memory.
 */
export class UnsentQueue {
  readonly #keeper: Keeper | null;
  readonly #tabs: BroadcastChannel | null;
  readonly #state = new Store<QueueState>(EMPTY);
  readonly #open = new Map<string, number>();
  readonly #openListeners = new Set<() => void>();
  /** Client ids that are in this page's memory alone: not written yet, or refused by the device. */
  readonly #unwritten = new Set<string>();
  readonly #draftsToWrite = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #changes = 0;
  /** Changes that are shown and not yet written. */
  #toWrite = 0;
  #isClosed = false;

  constructor(keeper: Keeper | null, tabs: BroadcastChannel | null = null) {
    this.#keeper = keeper;
    this.#tabs = tabs;
    if (keeper === null) this.#set({ isKept: false });
    tabs?.addEventListener("message", () => void this.refresh());
  }

  /** The queue of an account, with what it holds already. */
  static async open(accountId: string): Promise<UnsentQueue> {
    const keeper = await Keeper.open(accountId);
    const tabs =
      keeper === null || typeof BroadcastChannel === "undefined"
        ? null
        : new BroadcastChannel(`hagukumi.unsent.${accountId}`);
    const queue = new UnsentQueue(keeper, tabs);
    await queue.refresh();
    return queue;
  }

  get state(): Readable<QueueState> {
    return this.#state;
  }

  /** Writes a message in place of the consultation's draft. */
  write(where: Where, clientId: string, body: string): void {
    const message: Unsent = { ...placeOf(where), client_id: clientId, body, code: null };
    const { messages, drafts } = this.#state.get();
    this.#unwritten.add(clientId);
    this.#change({
      messages: [...messages, message],
      drafts: drafts.filter(({ encounter_id }) => encounter_id !== where.encounter_id),
    });
    this.#do(async (keeper) => {
      await keeper.add(message);
      this.#unwritten.delete(clientId);
    });
  }

  setDraft(where: Where, text: string): void {
    const others = this.#state.get().drafts.filter(({ encounter_id }) => encounter_id !== where.encounter_id);
    const draft: Draft = { ...placeOf(where), text };
    this.#change({ drafts: text === "" ? others : [...others, draft] });
    // While one write is under way, only the last of the texts that follow is written.
    if (this.#draftsToWrite.has(where.encounter_id)) return;
    this.#draftsToWrite.add(where.encounter_id);
    this.#do(async (keeper) => {
      this.#draftsToWrite.delete(where.encounter_id);
      const last = this.#state.get().drafts.find(({ encounter_id }) => encounter_id === where.encounter_id);
      await keeper.setDraft(last ?? { ...draft, text: "" });
    });
  }

  /** The server has refused a message with this code; null: it is to be tried again. */
  mark(clientId: string, code: string | null): void {
    const before = this.#state.get().messages.find(({ client_id }) => client_id === clientId);
    if (before === undefined || before.code === code) return;
    const message = { ...before, code };
    this.#change({ messages: this.#state.get().messages.map((one) => (one === before ? message : one)) });
    this.#do((keeper) => keeper.change(message));
  }

  /** These are at the server, or the person does not want them any more. */
  remove(clientIds: readonly string[]): void {
    const gone = new Set(clientIds);
    const { messages } = this.#state.get();
    const rest = messages.filter(({ client_id }) => !gone.has(client_id));
    if (rest.length === messages.length) return;
    for (const clientId of gone) this.#unwritten.delete(clientId);
    this.#change({ messages: rest });
    this.#do((keeper) => keeper.remove(clientIds));
  }

  /** Reads what the database holds now, after this page's own changes are written. */
  refresh(): Promise<void> {
    this.#work = this.#work.then(async () => {
      // Once something could not be written, this page's memory is the fuller one.
      if (this.#keeper === null || this.#isClosed || !this.#state.get().isKept) return;
      const changes = this.#changes;
      try {
        const { messages, drafts } = await this.#keeper.all();
        // Changed meanwhile, or a change stands behind this reading in the line: what was read is old already.
        if (this.#changes !== changes || this.#toWrite > 0) void this.refresh();
        else if (!this.#isClosed) {
          const before = this.#state.get().messages;
          const mine = before.filter(({ client_id }) => this.#unwritten.has(client_id));
          this.#set({ messages: [...messages.map((read) => known(before, read)), ...mine], drafts });
        }
      } catch {
        this.#lost();
      }
    });
    return this.#work;
  }

  /** Resolves when every change so far is written, or known not to be. */
  async settled(): Promise<void> {
    for (let seen: Promise<void> | null = null; seen !== this.#work; ) {
      seen = this.#work;
      await seen;
    }
  }

  /** A screen has this consultation open until the returned function is called; it sends what waits there. */
  opened(encounterId: string): Unsubscribe {
    this.#count(encounterId, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#count(encounterId, -1);
      isOpen = false;
    };
  }

  isOpen(encounterId: string): boolean {
    return this.#open.has(encounterId);
  }

  onOpened(listener: () => void): Unsubscribe {
    this.#openListeners.add(listener);
    return () => this.#openListeners.delete(listener);
  }

  /** Forgets everything here and takes nothing more; the database itself is left as it is. */
  close(): void {
    this.#isClosed = true;
    this.#tabs?.close();
    this.#keeper?.close();
    this.#state.set({ ...EMPTY, isKept: this.#state.get().isKept });
  }

  #count(encounterId: string, by: number): void {
    const count = (this.#open.get(encounterId) ?? 0) + by;
    if (count > 0) this.#open.set(encounterId, count);
    else this.#open.delete(encounterId);
    for (const listener of [...this.#openListeners]) listener();
  }

  #do(write: (keeper: Keeper) => Promise<unknown>): void {
    this.#toWrite += 1;
    this.#work = this.#work.then(async () => {
      this.#toWrite -= 1;
      if (this.#keeper === null || this.#isClosed) return;
      try {
        await write(this.#keeper);
        if (!this.#isClosed) this.#tabs?.postMessage("changed");
      } catch {
        // Full, forbidden or taken away: it stays in memory, and the person is told.
        this.#lost();
      }
    });
  }

  #lost(): void {
    if (!this.#isClosed) this.#set({ isKept: false });
  }

  #change(change: Partial<QueueState>): void {
    if (this.#isClosed) return;
    this.#changes += 1;
    this.#set(change);
  }

  #set(change: Partial<QueueState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

function placeOf({ encounter_id, appointment_id }: Where): Where {
  return { encounter_id, appointment_id };
}

/** The object that is shown already, where it is the same message: nothing is drawn anew for it. */
function known(before: readonly Unsent[], read: Unsent): Unsent {
  const same = before.find(({ client_id }) => client_id === read.client_id);
  return same?.code === read.code ? same : read;
}
