import { PROTOCOL_VERSION } from "../../generated/protocol";
import { opensLater } from "../codes";
import { Connection, type Dial, Refused, type Tokens } from "../connection";
import type { ConsultationAsked, ConsultationTold } from "../lines";
import type { Unsubscribe } from "../store";
import { Delivery } from "./delivery";
import type { Where } from "./keeper";
import { Outbox } from "./outbox";
import type { UnsentQueue } from "./queue";

/** A screen that is just opening its consultation sends what waits there itself. */
const PAUSE_MS = 1_000;
const JOIN_AGAIN_MS = 2_000;
/** Consultations at a time; the others follow. */
const AT_ONCE = 2;
/** Nothing of the log is asked for. */
const NOTHING_SINCE = 2 ** 31 - 1;

export interface SenderOptions {
  readonly queue: UnsentQueue;
  readonly dial: (encounterId: string) => Dial;
  readonly tokens: Tokens;
  readonly pause?: number;
}

/** Sends what waits in consultations that no screen of this page has open, as soon as the server is there. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #couriers = new Map<string, () => void>();
  readonly #given = new Set<string>();
  readonly #stops: Unsubscribe[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  start(): void {
    const { queue } = this.#options;
    const look = () => this.#look();
    this.#stops.push(queue.state.subscribe(look), queue.onOpened(look));
    look();
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops.splice(0)) stop();
    for (const stop of this.#couriers.values()) stop();
    this.#couriers.clear();
  }

  #look(): void {
    const wanting = this.#wanting();
    for (const [encounterId, stop] of this.#couriers) {
      if (wanting.has(encounterId)) continue;
      this.#couriers.delete(encounterId);
      stop();
    }
    if (wanting.size === this.#couriers.size) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, this.#options.pause ?? PAUSE_MS);
  }

  /** The consultations that need a courier: something waits there and no screen has them open. */
  #wanting(): Map<string, Where> {
    const { queue } = this.#options;
    const waiting = queue.state.get().messages.filter(({ code, encounter_id }) => {
      return code === null && !queue.isOpen(encounter_id) && !this.#given.has(encounter_id);
    });
    return new Map(waiting.map((message) => [message.encounter_id, message]));
  }

  #send(): void {
    for (const [encounterId, where] of this.#wanting()) {
      if (this.#couriers.size >= AT_ONCE) return;
      if (!this.#couriers.has(encounterId)) this.#couriers.set(encounterId, this.#courier(where));
    }
  }

  /** Joins a consultation only to send; gives what ends that. */
  #courier({ encounter_id, appointment_id }: Where): () => void {
    const { queue, dial, tokens } = this.#options;
    const line = new Connection<ConsultationAsked, ConsultationTold>({
      dial: dial(encounter_id),
      tokens,
      protocol: PROTOCOL_VERSION,
    });
    const outbox = new Outbox(queue, { encounter_id, appointment_id });
    const delivery = new Delivery({ line, outbox, onStored: () => undefined });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refused = (code: string) => {
      // Not there (any more) for this person: each message says so and may be copied. Else it is a matter of the sign-in or
      // of this client's version, and the next visit tries again.
      if (code.startsWith("encounters.") || code.startsWith("consent.")) {
        for (const { client_id } of outbox.state.get().messages) outbox.mark(client_id, code);
      } else this.#given.add(encounter_id);
      this.#look();
    };
    const join = async () => {
      try {
        // Nobody sits before it: the other side shall not think so.
        await line.request("join", { since: NOTHING_SINCE, attends: false });
        delivery.joined();
      } catch (error) {
        if (!(error instanceof Refused)) return;
        if (opensLater(error.code)) timer = setTimeout(() => void join(), JOIN_AGAIN_MS);
        else refused(error.code);
      }
    };
    line.onConnect(() => void join());
    line.state.subscribe(() => {
      const state = line.state.get();
      if (state.at !== "online") delivery.lineLost();
      if (state.at === "refused") refused(state.code);
    });
    line.open();
    return () => {
      clearTimeout(timer);
      delivery.lineLost();
      line.close();
    };
  }
}
