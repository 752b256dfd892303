import type { AttachmentOut, MessageOut } from "../generated/protocol";
import { passes } from "./codes";
import { Refused } from "./connection";
import type { ConsultationLine } from "./lines";
import { type Readable, Store } from "./store";

/** Bytes; the server's bound on one file. */
export const FILE_MAX = 15_000_000;
/** Files that may wait at once: each is held in memory until it is sent. */
export const FILES_AT_ONCE = 5;

const TRY_AGAIN_MS = 3_000;

/** A file of this side that does not stand in the log yet. */
export interface OwnFile {
  readonly client_id: string;
  readonly file: File;
  /** Waiting for the line or its turn; on its way; being worked on by the server; or refused, until the person decides. */
  readonly state: "waiting" | "uploading" | "processing" | "failed";
  /** The share that has left, 0 to 1. */
  readonly progress: number;
  readonly code: string | null;
}

/** Brings a file to the server. Rejects with an error that has a `code`. */
export type Upload = (
  clientId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<Pick<AttachmentOut, "id">>;

export interface FilesOptions {
  readonly line: ConsultationLine;
  readonly upload: Upload;
  /** The message that carries a file is in the log. */
  readonly onStored: (message: MessageOut) => void;
  readonly newId?: () => string;
}

/**
 * The pictures and documents on their way into one consultation: uploaded one after the other, each sent as a message.
 *
 * A file and its message have one client id, so whatever is repeated after a lost answer is not doubled. The files are in
 * memory only: a page that closes loses them, and asks before.
 */
export class Files {
  readonly #options: FilesOptions;
  readonly #newId: () => string;
  readonly #state = new Store<readonly OwnFile[]>([]);
  readonly #uploaded = new Map<string, string>();
  #running: { clientId: string; abort: AbortController } | null = null;
  #joined = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
  }

  get state(): Readable<readonly OwnFile[]> {
    return this.#state;
  }

  /** Sends files in their order, as many as there is room for. */
  send(files: readonly File[]): void {
    const room = FILES_AT_ONCE - this.#state.get().length;
    const added = files.slice(0, Math.max(room, 0)).map((file): OwnFile => {
      return { client_id: this.#newId(), file, state: "waiting", progress: 0, code: null };
    });
    this.#state.set([...this.#state.get(), ...added]);
    void this.#run();
  }

  /** Tries a failed file again. */
  retry(clientId: string): void {
    this.#mark(clientId, { state: "waiting", progress: 0, code: null });
    void this.#run();
  }

  /** Gives a file up, on its way or not. */
  cancel(clientId: string): void {
    if (this.#running?.clientId === clientId) this.#running.abort.abort();
    this.#forget(clientId);
  }

  joined(): void {
    this.#joined = true;
    void this.#run();
  }

  lineLost(): void {
    this.#joined = false;
  }

  close(): void {
    this.#joined = false;
    clearTimeout(this.#timer);
    this.#running?.abort.abort();
    this.#state.set([]);
  }

  async #run(): Promise<void> {
    if (this.#running !== null) return;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const abort = new AbortController();
      this.#running = { clientId: next.client_id, abort };
      const goesOn = await this.#deliver(next, abort.signal).finally(() => {
        this.#running = null;
      });
      if (!goesOn) return;
    }
  }

  /** Gives whether the next one may follow: it may not while the line is gone. */
  async #deliver({ client_id, file }: OwnFile, signal: AbortSignal): Promise<boolean> {
    const { line, upload, onStored } = this.#options;
    try {
      let id = this.#uploaded.get(client_id);
      if (id === undefined) {
        this.#mark(client_id, { state: "uploading", progress: 0, code: null });
        const onProgress = (progress: number) =>
          this.#mark(client_id, { state: progress < 1 ? "uploading" : "processing", progress, code: null });
        id = (await upload(client_id, file, onProgress, signal)).id;
        this.#uploaded.set(client_id, id);
      }
      this.#mark(client_id, { state: "processing", progress: 1, code: null });
      const { message } = await line.request("message.send", { client_id, body: "", attachment_id: id });
      onStored(message);
      this.#forget(client_id);
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      const code = codeOf(error);
      if (code === null) {
        this.#mark(client_id, { state: "waiting", progress: 0, code: null });
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#run(), TRY_AGAIN_MS);
        return false;
      }
      this.#mark(client_id, { state: "failed", progress: 0, code });
      return true;
    }
  }

  #next(): OwnFile | undefined {
    return this.#joined ? this.#state.get().find(({ state }) => state !== "failed") : undefined;
  }

  #mark(clientId: string, change: Pick<OwnFile, "state" | "progress" | "code">): void {
    this.#state.set(this.#state.get().map((one) => (one.client_id === clientId ? { ...one, ...change } : one)));
  }

  #forget(clientId: string): void {
    this.#uploaded.delete(clientId);
    const left = this.#state.get().filter((one) => one.client_id !== clientId);
    if (left.length !== this.#state.get().length) this.#state.set(left);
  }
}

/** Why a file was refused, by the server's code; null where the line did not carry it, or only for the moment. */
function codeOf(error: unknown): string | null {
  if (error instanceof Refused) return passes(error.code) ? null : error.code;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : null;
  return code === null || code === "client.offline" || code === "client.timeout" || passes(code) ? null : code;
}
