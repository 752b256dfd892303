import type {
  ConsultationClientEvents,
  ConsultationServerEvents,
  PersonClientEvents,
  PersonServerEvents,
  Refusal,
} from "../generated/protocol";
import type { Unsubscribe } from "./store";

/** The generated event maps, turned into what is asked and answered: a refusal becomes a rejection. */
type AskedOf<Client> = {
  [E in keyof Client & string]: Client[E] extends (payload: infer P, ack: (answer: infer A) => void) => void
    ? { payload: P; answer: Exclude<A, Refusal> }
    : never;
};
type ToldOf<Server> = {
  [E in keyof Server & string]: Server[E] extends (payload: infer P) => void ? P : never;
};

export type ConsultationAsked = AskedOf<ConsultationClientEvents>;
export type ConsultationTold = ToldOf<ConsultationServerEvents>;
export type PersonAsked = AskedOf<PersonClientEvents>;
export type PersonTold = ToldOf<PersonServerEvents>;

/** What the chat and the call need of a connection; a Connection is one, and a test gives its own. */
export interface Line<Asked extends AnyAsked<Asked>, Told> {
  readonly online: boolean;
  on<E extends keyof Told & string>(event: E, handler: (data: Told[E]) => void): Unsubscribe;
  request<E extends keyof Asked & string>(
    event: E,
    payload: Asked[E]["payload"],
    answerWithin?: number,
  ): Promise<Asked[E]["answer"]>;
}

export type AnyAsked<Asked> = { [E in keyof Asked]: { payload: unknown; answer: unknown } };

export type ConsultationLine = Line<ConsultationAsked, ConsultationTold>;
