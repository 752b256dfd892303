import type { IceGrant } from "../generated/protocol";
import type { ConsultationLine } from "./lines";

/** What the server grants a call to find its way, and until when its credentials are good. */
export interface Ice {
  readonly configuration: RTCConfiguration;
  /** In milliseconds of `performance.now()`; null where nothing expires. */
  readonly until: number | null;
}

export type Grant = Pick<IceGrant, "ice_servers" | "ice_transport_policy" | "ice_seconds">;

/** What the browser takes, of what the server gives. */
export function configurationOf({
  ice_servers,
  ice_transport_policy,
}: Pick<Grant, "ice_servers" | "ice_transport_policy">): RTCConfiguration {
  const iceServers = ice_servers.map(({ urls, username, credential }) =>
    username === null || credential === null ? { urls } : { urls, username, credential },
  );
  return { iceServers, iceTransportPolicy: ice_transport_policy };
}

const NO_ICE: Ice = { configuration: {}, until: null };

const RENEW_AT = 2 / 3;
const AGAIN_MS = 30_000;

/**
 * Keeps what a consultation was granted for its calls fresh, however long they last.
 *
 * Offline nothing is asked: the next join brings a new grant by itself.
 */
export class IceRenewal {
  readonly #line: ConsultationLine;
  readonly #changed: (ice: Ice) => void;
  #current = NO_ICE;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(line: ConsultationLine, changed: (ice: Ice) => void) {
    this.#line = line;
    this.#changed = changed;
  }

  get current(): Ice {
    return this.#current;
  }

  take(grant: Grant): void {
    const { ice_seconds } = grant;
    const lasts = ice_seconds === null ? null : ice_seconds * 1_000;
    this.#current = {
      configuration: configurationOf(grant),
      until: lasts === null ? null : performance.now() + lasts,
    };
    this.#changed(this.#current);
    clearTimeout(this.#timer);
    if (lasts !== null) this.#renewIn(lasts * RENEW_AT);
  }

  #renewIn(wait: number): void {
    this.#timer = setTimeout(() => {
      if (!this.#line.online) return;
      // Without an answer the connection is made anew, and joined again.
      this.#line.request("ice.renew", {}).then(
        (grant) => this.take(grant),
        () => this.#renewIn(AGAIN_MS),
      );
    }, wait);
  }
}
