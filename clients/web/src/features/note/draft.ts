import { type ApiError, asApiError } from "@/api/errors";
import { type Readable, Store } from "@/realtime/store";
import type { Copies } from "./copies";
import { isSame, joined, merged, OUTCOME, REASONS } from "./merge";
import { contentOf, type Note, type NoteContent } from "./types";

/** Where the note is kept. Each rejects with ApiError. */
export interface NoteKeeper {
  load(): Promise<Note>;
  save(content: NoteContent, version: number): Promise<Note>;
  sign(version: number): Promise<Note>;
}

export interface NoteState {
  /** The note as the server last gave it; null before. */
  readonly stored: Note | null;
  readonly content: NoteContent;
  /** saved: the server has it all; waiting: it was not reached and is tried again. */
  readonly saving: "saved" | "changed" | "saving" | "waiting";
  /** The note as it was signed elsewhere while one was still writing here. */
  readonly signedElsewhere: Note | null;
  readonly isSigning: boolean;
  readonly error: ApiError | null;
}

const EMPTY: NoteContent = { fields: {}, asides: {}, risk_level: null, reasons: [], outcome: null };
const PAUSE_MS = 800;
const RETRY_MS = 4_000;

/**
 * A note being written: saved by itself shortly after each pause, and kept on the device until the server has it.
 *
 * Each save names the version it was written on. When the server has a newer one, the two are merged field by field (merge);
 * nothing typed on either device is lost, and where both wrote in one field the author chooses.
 */
export class NoteDraft {
  readonly #keeper: NoteKeeper;
  readonly #copies: Copies;
  readonly #encounterId: string;
  readonly #state = new Store<NoteState>({
    stored: null,
    content: EMPTY,
    saving: "saved",
    signedElsewhere: null,
    isSigning: false,
    error: null,
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(keeper: NoteKeeper, copies: Copies, encounterId: string) {
    this.#keeper = keeper;
    this.#copies = copies;
    this.#encounterId = encounterId;
  }

  get state(): Readable<NoteState> {
    return this.#state;
  }

  /** Takes what the server has, and what was typed on this device and never got there. */
  async load(): Promise<void> {
    this.#set({ error: null });
    const copy = await this.#copies.get(this.#encounterId);
    try {
      const stored = await this.#keeper.load();
      if (this.#state.get().saving !== "saved") return;
      this.#adopt(stored);
      if (copy === null) return;
      const content = merged(copy.base, copy.mine, contentOf(stored));
      if (isSame(content, stored)) this.#forget();
      else if (stored.state === "signed") this.#set({ content: copy.mine, signedElsewhere: stored, saving: "changed" });
      else this.#change(content);
    } catch (error) {
      this.#set({ error: asApiError(error) });
    }
  }

  /** What another device wrote meanwhile, where nothing is being written here. */
  async refresh(): Promise<void> {
    const { stored, saving, isSigning } = this.#state.get();
    if (stored === null || saving !== "saved" || isSigning) return;
    try {
      const newer = await this.#keeper.load();
      const now = this.#state.get();
      if (now.stored === stored && now.saving === "saved" && newer.version >= stored.version) this.#adopt(newer);
    } catch {
      // The next save says what is the matter.
    }
  }

  write(field: string, text: string): void {
    const { content } = this.#state.get();
    this.#change({ ...content, fields: { ...content.fields, [field]: text } });
  }

  change(part: Partial<Pick<NoteContent, "risk_level" | "reasons" | "outcome">>): void {
    this.#change({ ...this.#state.get().content, ...part });
  }

  /** Ends the choice between two texts of one field: one's own, the one put aside, or both, one after the other. */
  decide(field: string, choice: "mine" | "theirs" | "both"): void {
    const { content } = this.#state.get();
    const { [field]: aside, ...asides } = content.asides;
    // Decided before, here by a press too many or on another device: a choice of nothing would wipe what stands.
    if (aside === undefined) return;
    if (field === OUTCOME || field === REASONS) {
      const theirs = field === OUTCOME ? { outcome: aside } : { reasons: aside.split(" ") };
      this.#change({ ...content, ...(choice === "theirs" ? theirs : {}), asides });
      return;
    }
    const own = content.fields[field] ?? "";
    const text = choice === "mine" ? own : choice === "theirs" ? aside : joined(own, aside);
    this.#change({ ...content, fields: { ...content.fields, [field]: text }, asides });
  }

  /** Saves now what is not saved yet; ends when the server has answered. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Lets what was typed here go: the note was signed elsewhere. */
  giveWay(): void {
    const { signedElsewhere } = this.#state.get();
    if (signedElsewhere === null) return;
    this.#forget();
    this.#adopt(signedElsewhere);
  }

  /** Saves the rest and signs; afterwards nothing can be changed. */
  async sign(): Promise<void> {
    this.#set({ isSigning: true, error: null });
    try {
      await this.flush();
      const { saving, stored, content } = this.#state.get();
      if (saving !== "saved" || stored === null || Object.keys(content.asides).length > 0) return;
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
    const last = this.#state.get().saving === "saved" ? Promise.resolve() : this.flush();
    void last.finally(() => this.#copies.close());
  }

  #change(content: NoteContent): void {
    const { stored } = this.#state.get();
    if (stored === null || stored.state === "signed") return;
    this.#set({ content, saving: "changed", error: null });
    this.#keep(stored, content);
    this.#saveIn(PAUSE_MS);
  }

  #keep(stored: Note, mine: NoteContent): void {
    void this.#copies.put({
      encounter_id: this.#encounterId,
      version: stored.version,
      base: contentOf(stored),
      mine,
    });
  }

  #forget(): void {
    void this.#copies.remove(this.#encounterId);
  }

  #saveIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  async #save(): Promise<void> {
    const { stored, content, saving, signedElsewhere } = this.#state.get();
    if (stored === null || saving === "saved" || signedElsewhere !== null || stored.state === "signed") return;
    this.#set({ saving: "saving" });
    try {
      const note = await this.#keeper.save(content, stored.version);
      const now = this.#state.get().content;
      const typedOn = now !== content;
      this.#set({ stored: note, saving: typedOn ? "changed" : "saved", error: null });
      if (typedOn) {
        this.#keep(note, now);
        this.#saveIn(PAUSE_MS);
      } else this.#forget();
    } catch (error) {
      this.#refused(asApiError(error));
    }
  }

  #refused(error: ApiError): void {
    const theirs = error.params.note as Note | undefined;
    const { stored, content } = this.#state.get();
    if (error.code === "records.stale_version" && theirs !== undefined && stored !== null) {
      const both = merged(contentOf(stored), content, contentOf(theirs));
      this.#set({ stored: theirs, content: both });
      if (isSame(both, theirs)) {
        // An answer that was lost: it is our own text, only newer by number.
        this.#set({ saving: "saved" });
        this.#forget();
      } else {
        this.#set({ saving: "changed" });
        this.#keep(theirs, both);
        this.#saveIn(0);
      }
    } else if (error.code === "records.signed" && theirs !== undefined) {
      this.#set({ signedElsewhere: theirs, saving: "changed", error: null });
    } else if (error.retryable) {
      this.#set({ saving: "waiting" });
      this.#saveIn(RETRY_MS);
    } else {
      this.#set({ saving: this.#state.get().saving === "saved" ? "saved" : "changed", error });
    }
  }

  #adopt(note: Note): void {
    this.#set({ stored: note, content: contentOf(note), saving: "saved", signedElsewhere: null });
  }

  #set(change: Partial<NoteState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
