import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { databaseOf, forgetUnsent, rememberDatabaseOf } from "./names";

/** In which consultation something was written: by its encounter, and by the appointment that its page is opened with. */
export interface Where {
  readonly encounter_id: string;
  readonly appointment_id: string;
}

/** A message that the server has not confirmed. */
export interface Unsent extends Where {
  /** Made once; the server knows a message again by it. */
  readonly client_id: string;
  readonly body: string;
  /** Why the server refused it, until the person tries again; null: it waits or is on its way. */
  readonly code: string | null;
}

/** An unsent message as it is kept: `order` counts in the order of writing, over all tabs. */
export interface Kept extends Unsent {
  readonly order: number;
}

/** What is being typed in a consultation. */
export interface Draft extends Where {
  readonly text: string;
}

interface Schema extends DBSchema {
  messages: { key: number; value: Omit<Kept, "order"> & { order?: number }; indexes: { client_id: string } };
  drafts: { key: string; value: Draft };
}

const VERSION = 1;
/** Some browsers never answer the first opening (WebKit 226547): then there is nothing to keep in. */
const OPEN_MS = 3_000;

/** Keeps one account's unsent texts on the device. Every promise resolves when the transaction is complete. */
export class Keeper {
  readonly #database: IDBPDatabase<Schema>;

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** Opens the account's; what other accounts left is deleted first. Null where nothing can be kept. */
  static async open(accountId: string, within = OPEN_MS): Promise<Keeper | null> {
    if (typeof indexedDB === "undefined") return null;
    const opening = forgetUnsent(accountId).then(() =>
      openDB<Schema>(databaseOf(accountId), VERSION, {
        upgrade(database) {
          const messages = database.createObjectStore("messages", { keyPath: "order", autoIncrement: true });
          messages.createIndex("client_id", "client_id", { unique: true });
          database.createObjectStore("drafts", { keyPath: "encounter_id" });
        },
        // Signed out in another tab, which deletes it.
        blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
      }),
    );
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), within);
    });
    const database = await Promise.race([opening.catch(() => null), late]);
    clearTimeout(timer);
    if (database === null) {
      void opening.then((opened) => opened.close()).catch(() => undefined);
      return null;
    }
    rememberDatabaseOf(accountId);
    return new Keeper(database);
  }

  async all(): Promise<{ messages: Kept[]; drafts: Draft[] }> {
    const reading = this.#database.transaction(["messages", "drafts"]);
    const [messages, drafts] = await Promise.all([
      reading.objectStore("messages").getAll(),
      reading.objectStore("drafts").getAll(),
      reading.done,
    ]);
    return { messages: messages as Kept[], drafts };
  }

  /** Adds a message, which was the consultation's draft until now, and gives its place in the order. */
  async add(message: Unsent): Promise<number> {
    const writing = this.#database.transaction(["messages", "drafts"], "readwrite");
    const [order] = await Promise.all([
      writing.objectStore("messages").add({ ...message }),
      writing.objectStore("drafts").delete(message.encounter_id),
      writing.done,
    ]);
    return order;
  }

  /** Replaces a message that is there; one that is gone meanwhile (sent by another tab) stays gone. */
  async change(message: Unsent): Promise<void> {
    const writing = this.#database.transaction("messages", "readwrite");
    const order = await writing.store.index("client_id").getKey(message.client_id);
    if (order !== undefined) await writing.store.put({ ...message, order });
    await writing.done;
  }

  async remove(clientIds: readonly string[]): Promise<void> {
    const writing = this.#database.transaction("messages", "readwrite");
    for (const clientId of clientIds) {
      const order = await writing.store.index("client_id").getKey(clientId);
      if (order !== undefined) await writing.store.delete(order);
    }
    await writing.done;
  }

  async setDraft(draft: Draft): Promise<void> {
    if (draft.text === "") await this.#database.delete("drafts", draft.encounter_id);
    else await this.#database.put("drafts", draft);
  }

  close(): void {
    this.#database.close();
  }
}
