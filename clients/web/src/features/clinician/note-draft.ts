import { type ApiError, asApiError } from "@/api/errors";
import { type Readable, Store } from "@/realtime/store";
import { NOTE_FIELDS, type Note, type NoteField, type NoteFields, type RiskLevel } from "./types";

/** Where the note is kept. Each rejects with ApiError. */
export interface NoteKeeper {
  load(): Promise<Note>;
  save(fields: NoteFields, risk: RiskLevel | null, version: number): Promise<Note>;
  sign(version: number): Promise<Note>;
}

export interface NoteState {
  /** The note as the server last gave it; null before. */
  readonly stored: Note | null;
  readonly fields: NoteFields;
  readonly risk: RiskLevel | null;
  /** saved: the server has it all; waiting: it was not reached and is tried again. */
  readonly saving: "saved" | "changed" | "saving" | "waiting";
  /** The note as someone else, or another page of one's own, has written it meanwhile. */
  readonly conflict: Note | null;
  readonly isSigning: boolean;
  readonly error: ApiError | null;
}

const EMPTY: NoteFields = { complaint: "", situation: "", advice: "", next_action: "" };
const PAUSE_MS = 800;
const RETRY_MS = 4_000;

/**
 * A note being written: saved by itself shortly after each pause.
 *
 * Each save names the version it was written on. When the server has a newer one, both texts are kept side by side until the
 * author has chosen; nothing typed is ever replaced without being asked.
 */
export class NoteDraft {
  readonly #keeper: NoteKeeper;
  readonly #state = new Store<NoteState>({
    stored: null,
    fields: EMPTY,
    risk: null,
    saving: "saved",
    conflict: null,
    isSigning: false,
    error: null,
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(keeper: NoteKeeper) {
    this.#keeper = keeper;
  }

  get state(): Readable<NoteState> {
    return this.#state;
  }

  async load(): Promise<void> {
    this.#set({ error: null });
    try {
      const stored = await this.#keeper.load();
      const { saving } = this.#state.get();
      if (saving === "saved") this.#set({ stored, fields: stored.fields, risk: stored.risk_level });
    } catch (error) {
      this.#set({ error: asApiError(error) });
    }
  }

  write(field: NoteField, text: string): void {
    this.#change({ fields: { ...this.#state.get().fields, [field]: text } });
  }

  judge(risk: RiskLevel | null): void {
    this.#change({ risk });
  }

  /** Saves now what is not saved yet; ends when the server has answered. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Goes on after a conflict: with one's own text, with the other one, or with both, the other first. */
  resolve(choice: "mine" | "theirs" | "both"): void {
    const { conflict, fields } = this.#state.get();
    if (conflict === null) return;
    if (choice === "theirs") {
      const { fields: theirs, risk_level: risk } = conflict;
      this.#set({ stored: conflict, fields: theirs, risk, conflict: null, saving: "saved" });
      return;
    }
    this.#set({ stored: conflict, conflict: null });
    this.#change(choice === "both" ? { fields: joined(conflict.fields, fields) } : {});
  }

  /** Saves the rest and signs; afterwards nothing can be changed. */
  async sign(): Promise<void> {
    this.#set({ isSigning: true, error: null });
    try {
      await this.flush();
      const { saving, stored } = this.#state.get();
      if (saving !== "saved" || stored === null) return;
      this.#adopt(await this.#keeper.sign(stored.version));
    } catch (error) {
      this.#refused(asApiError(error));
    } finally {
      this.#set({ isSigning: false });
    }
  }

  /** Ends the timers; what is not saved is sent off. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#state.get().saving !== "saved") void this.flush();
  }

  #change(change: Partial<Pick<NoteState, "fields" | "risk">>): void {
    if (this.#state.get().stored?.state === "signed") return;
    this.#set({ ...change, saving: "changed", error: null });
    this.#saveIn(PAUSE_MS);
  }

  #saveIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  async #save(): Promise<void> {
    const { stored, fields, risk, saving, conflict } = this.#state.get();
    if (stored === null || saving === "saved" || conflict !== null || stored.state === "signed") return;
    this.#set({ saving: "saving" });
    try {
      const note = await this.#keeper.save(fields, risk, stored.version);
      const now = this.#state.get();
      const typedOn = now.fields !== fields || now.risk !== risk;
      this.#set({ stored: note, saving: typedOn ? "changed" : "saved", error: null });
      if (typedOn) this.#saveIn(PAUSE_MS);
    } catch (error) {
      this.#refused(asApiError(error));
    }
  }

  #refused(error: ApiError): void {
    const theirs = error.params.note as Note | undefined;
    const { fields, risk } = this.#state.get();
    if (error.code === "records.stale_version" && theirs !== undefined) {
      if (theirs.risk_level === risk && NOTE_FIELDS.every((field) => theirs.fields[field] === fields[field])) {
        // An answer that was lost: it is our own text, only newer by number.
        this.#set({ stored: theirs, saving: "saved" });
      } else this.#set({ conflict: theirs, saving: "changed" });
    } else if (error.retryable) {
      this.#set({ saving: "waiting" });
      this.#saveIn(RETRY_MS);
    } else {
      this.#set({ saving: this.#state.get().saving === "saved" ? "saved" : "changed", error });
      if (error.code === "records.signed") void this.#meetSigned();
    }
  }

  /** Signed meanwhile in another page: the signed text stands beside what was typed here. */
  async #meetSigned(): Promise<void> {
    const signed = await this.#keeper.load().catch(() => null);
    if (signed !== null) this.#set({ conflict: signed, error: null });
  }

  #adopt(note: Note): void {
    this.#set({ stored: note, fields: note.fields, risk: note.risk_level, saving: "saved", conflict: null });
  }

  #set(change: Partial<NoteState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

function joined(theirs: NoteFields, mine: NoteFields): NoteFields {
  const join = (field: NoteField): string => {
    const [first, second] = [theirs[field], mine[field]];
    if (first === second || second.trim() === "") return first;
    return first.trim() === "" ? second : `${first}\n${second}`;
  };
  return {
    complaint: join("complaint"),
    situation: join("situation"),
    advice: join("advice"),
    next_action: join("next_action"),
  };
}
