import type { MessageOut } from "../../generated/protocol";
import { passes } from "../codes";
import { Refused } from "../connection";
import type { ConsultationLine } from "../lines";
import { type Readable, Store } from "../store";
import type { Unsent } from "./keeper";
import type { Outbox } from "./outbox";

const TRY_AGAIN_MS = 2_000;
/** A tab that sleeps may keep the turn for good; then it is taken without, and the client ids keep it harmless. */
const TURN_MS = 10_000;

export interface DeliveryOptions {
  readonly line: ConsultationLine;
  readonly outbox: Outbox;
  readonly onStored: (message: MessageOut) => void;
}

/**
 * Brings what waits in an outbox to the server: one at a time, in the order of writing, and by one tab at a time.
 *
 * A message leaves while it is being kept, if nothing waits before it, and else after that. It is forgotten only after the
 * server's stored one is known; until then it is sent again with the same client id.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #standing = new Store<"sending" | "waiting">("waiting");
  #running = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #joined = false;
  /** The one that left before it was kept. */
  #early: Promise<boolean> | null = null;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Whether what waits is on its way. */
  get standing(): Readable<"sending" | "waiting"> {
    return this.#standing;
  }

  joined(): void {
    this.#joined = true;
    this.#standing.set("sending");
    this.go();
  }

  lineLost(): void {
    this.#joined = false;
    clearTimeout(this.#timer);
    this.#standing.set("waiting");
  }

  /** Something is to be sent: it leaves as soon as what stands before it has left. */
  go(): void {
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  /** A message was written here just now: with nothing before it, it leaves at once. */
  wrote(clientId: string): void {
    const next = this.#next();
    if (!this.#joined || this.#early !== null || next?.client_id !== clientId) {
      this.go();
      return;
    }
    this.#early = this.#deliver(next).then((mayFollow) => {
      this.#early = null;
      if (mayFollow && this.#next() !== undefined) this.go();
      return mayFollow;
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#again && this.#joined) {
        this.#again = false;
        await inTurn(this.#options.outbox.where.encounter_id, () => this.#sendAll());
      }
    } finally {
      this.#running = false;
    }
  }

  async #sendAll(): Promise<void> {
    const { outbox } = this.#options;
    await outbox.refresh();
    if (this.#early !== null && !(await this.#early)) return;
    for (let next = this.#next(); next !== undefined && this.#joined; next = this.#next()) {
      await outbox.settled();
      if (!(await this.#deliver(next))) break;
    }
    await outbox.settled();
  }

  /** Gives whether the next one may follow: it may not when the connection went. */
  async #deliver({ client_id, body }: Unsent): Promise<boolean> {
    const { line, outbox, onStored } = this.#options;
    try {
      const { message } = await line.request("message.send", { client_id, body });
      onStored(message);
      outbox.remove([client_id]);
      this.#standing.set("sending");
    } catch (error) {
      if (!(error instanceof Refused) || passes(error.code)) {
        this.#standing.set("waiting");
        // Refused for the moment: no connect will follow, so the next attempt is planned here.
        if (error instanceof Refused) this.#timer = setTimeout(() => this.go(), TRY_AGAIN_MS);
        return false;
      }
      outbox.mark(client_id, error.code);
    }
    return true;
  }

  #next(): Unsent | undefined {
    return this.#options.outbox.state.get().messages.find(({ code }) => code === null);
  }
}

/** Does the work while no other tab sends in the same consultation. */
async function inTurn(encounterId: string, work: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  let began = false;
  const begin = (): Promise<void> => {
    began = true;
    return work();
  };
  try {
    await locks.request(`hagukumi.send.${encounterId}`, { signal: AbortSignal.timeout(TURN_MS) }, begin);
  } catch (error) {
    if (began) throw error;
    await work();
  }
}
