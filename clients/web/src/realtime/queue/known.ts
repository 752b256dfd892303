import { Store } from "../store";
import type { QueueState } from "./queue";

/**
 * What the signed-in person has not sent yet, for the screens that say so first; empty until the device was asked.
 *
 * It is apart from the queue, which comes after the first view.
 */
export const unsentHere = new Store<QueueState>({ messages: [], drafts: [], isKept: true });
