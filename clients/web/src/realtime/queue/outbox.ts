import type { Readable, Unsubscribe } from "../store";
import type { Unsent, Where } from "./keeper";
import type { UnsentQueue } from "./queue";

export interface OutboxState {
  readonly draft: string;
  readonly messages: readonly Unsent[];
  readonly isKept: boolean;
}

/** The unsent texts of one consultation, as its chat uses them. */
export class Outbox {
  readonly where: Where;
  readonly #queue: UnsentQueue;
  #last: OutboxState = { draft: "", messages: [], isKept: true };

  constructor(queue: UnsentQueue, where: Where) {
    this.#queue = queue;
    this.where = where;
  }

  readonly state: Readable<OutboxState> = {
    get: () => this.#read(),
    subscribe: (listener) => this.#queue.state.subscribe(listener),
  };

  setDraft(text: string): void {
    this.#queue.setDraft(this.where, text);
  }

  write(clientId: string, body: string): void {
    this.#queue.write(this.where, clientId, body);
  }

  mark(clientId: string, code: string | null): void {
    this.#queue.mark(clientId, code);
  }

  remove(clientIds: readonly string[]): void {
    this.#queue.remove(clientIds);
  }

  refresh(): Promise<void> {
    return this.#queue.refresh();
  }

  settled(): Promise<void> {
    return this.#queue.settled();
  }

  opened(): Unsubscribe {
    return this.#queue.opened(this.where.encounter_id);
  }

  #read(): OutboxState {
    const { messages, drafts, isKept } = this.#queue.state.get();
    const here = ({ encounter_id }: Where) => encounter_id === this.where.encounter_id;
    const mine = messages.filter(here);
    const draft = drafts.find(here)?.text ?? "";
    const last = this.#last;
    const isSame =
      last.draft === draft &&
      last.isKept === isKept &&
      last.messages.length === mine.length &&
      last.messages.every((message, index) => message === mine[index]);
    if (!isSame) this.#last = { draft, messages: mine, isKept };
    return this.#last;
  }
}
