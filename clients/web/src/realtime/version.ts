import { Store } from "./store";

/** The code with which the server refuses a client of another version. */
export const UNSUPPORTED = "protocol.unsupported";

/** Whether the server has another version of this client; this one can only be loaded anew. */
export const isOutdated = new Store(false);
