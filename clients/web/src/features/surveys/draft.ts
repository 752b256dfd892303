import { type ApiError, asApiError } from "@/api/errors";
import { type Readable, Store } from "@/realtime/store";
import { type Change, changed } from "./form";
import { isSame, merged } from "./merge";
import type { Survey, SurveyForm } from "./types";

/** Where the survey is kept. Rejects with ApiError. */
export interface SurveyKeeper {
  save(form: SurveyForm, revision: number): Promise<Survey>;
}

export interface SurveyState {
  /** The survey as the server last gave it. */
  readonly stored: Survey;
  readonly form: SurveyForm;
  /** saved: the server has it all; waiting: it was not reached and is tried again; refused: it does not take it. */
  readonly saving: "saved" | "changed" | "saving" | "waiting" | "refused";
  readonly error: ApiError | null;
  /** What another device changed at the same time and was joined here; null until it happens. */
  readonly joined: { doubled: number; otherTitle: string | null } | null;
}

const PAUSE_MS = 800;
const RETRY_MS = 4_000;

/** A survey being written: saved by itself after each pause; what another device wrote meanwhile is joined to it. */
export class SurveyDraft {
  readonly #keeper: SurveyKeeper;
  readonly #state: Store<SurveyState>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(keeper: SurveyKeeper, stored: Survey) {
    this.#keeper = keeper;
    this.#state = new Store<SurveyState>({ stored, form: formOf(stored), saving: "saved", error: null, joined: null });
  }

  get state(): Readable<SurveyState> {
    return this.#state;
  }

  change(change: Change): void {
    const { form } = this.#state.get();
    const next = changed(form, change);
    if (next === form) return;
    this.#set({ form: next, saving: "changed", error: null });
    this.#saveIn(PAUSE_MS);
  }

  /** Takes the survey as the server has it after something else was done with it. */
  adopt(stored: Survey): void {
    const { saving } = this.#state.get();
    this.#set(saving === "saved" ? { stored, form: formOf(stored) } : { stored });
  }

  /** Saves now what is not saved yet; ends when the server has answered. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    this.#running = this.#save().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Ends the timers; what is not saved is sent off. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#state.get().saving !== "saved") void this.flush();
  }

  #saveIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  async #save(): Promise<void> {
    const { stored, form, saving } = this.#state.get();
    if (saving === "saved") return;
    this.#set({ saving: "saving" });
    try {
      const survey = await this.#keeper.save(form, stored.revision);
      const typedOn = this.#state.get().form !== form;
      this.#set({ stored: survey, saving: typedOn ? "changed" : "saved", error: null });
      if (typedOn) this.#saveIn(PAUSE_MS);
    } catch (error) {
      this.#refused(asApiError(error));
    }
  }

  #refused(error: ApiError): void {
    const theirs = error.params.survey as Survey | undefined;
    const { stored, form, joined } = this.#state.get();
    if (error.code === "surveys.changed_meanwhile" && theirs !== undefined) {
      const both = merged(formOf(stored), form, formOf(theirs));
      const told = {
        doubled: both.doubled + (joined?.doubled ?? 0),
        otherTitle: both.otherTitle ?? joined?.otherTitle ?? null,
      };
      const isTheirs = isSame(both.form, formOf(theirs));
      this.#set({ stored: theirs, form: both.form, saving: isTheirs ? "saved" : "changed", error: null, joined: told });
      if (!isTheirs) this.#saveIn(0);
      return;
    }
    this.#set({ saving: error.retryable ? "waiting" : "refused", error });
    if (error.retryable) this.#saveIn(RETRY_MS);
  }

  #set(part: Partial<SurveyState>): void {
    this.#state.set({ ...this.#state.get(), ...part });
  }
}

export function formOf({ form }: Survey): SurveyForm {
  return form as SurveyForm;
}
