import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { notesOf, rememberDatabaseOf } from "@/realtime/queue/names";
import type { NoteContent } from "./types";

/** What is typed and not saved yet, and the text of the server that it was typed on. */
export interface Copy {
  readonly encounter_id: string;
  readonly version: number;
  readonly base: NoteContent;
  readonly mine: NoteContent;
}

/** Where unsaved notes are kept on the device. What cannot be kept is not: writing goes on all the same. */
export interface Copies {
  get(encounterId: string): Promise<Copy | null>;
  put(copy: Copy): Promise<void>;
  remove(encounterId: string): Promise<void>;
  close(): void;
}

interface Schema extends DBSchema {
  notes: { key: string; value: Copy };
}

/** Some browsers never answer the first opening (WebKit 226547): then there is nothing to keep in. */
const OPEN_MS = 3_000;

/** The account's own; it is deleted at sign-out with everything else that was not sent (app/forget-unsent). */
export function copiesOf(accountId: string): Copies {
  const opening: Promise<IDBPDatabase<Schema> | null> =
    typeof indexedDB === "undefined" ? Promise.resolve(null) : within(open(accountId));
  const attempt = async <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> => {
    try {
      const database = await opening;
      return database === null ? null : await work(database);
    } catch {
      return null;
    }
  };
  return {
    get: async (encounterId) => (await attempt((database) => database.get("notes", encounterId))) ?? null,
    put: async (copy) => void (await attempt((database) => database.put("notes", copy))),
    remove: async (encounterId) => void (await attempt((database) => database.delete("notes", encounterId))),
    close: () => void opening.then((database) => database?.close()).catch(() => undefined),
  };
}

async function open(accountId: string): Promise<IDBPDatabase<Schema>> {
  const database = await openDB<Schema>(notesOf(accountId), 1, {
    upgrade: (made) => void made.createObjectStore("notes", { keyPath: "encounter_id" }),
    // Signed out in another tab, which deletes it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  rememberDatabaseOf(accountId);
  return database;
}

function within(opening: Promise<IDBPDatabase<Schema>>): Promise<IDBPDatabase<Schema> | null> {
  return Promise.race([
    opening.catch(() => null),
    new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), OPEN_MS);
    }),
  ]);
}
