import type { Page } from "@playwright/test";

/** What had come of the other side's picture and sound until `at`, in milliseconds since 1970. */
export interface Count {
  readonly at: number;
  /** Decoded pictures. */
  readonly frames: number;
  /** Bytes of sound. */
  readonly bytes: number;
}

/** What a page has noted of its call, while nobody looked. */
export interface Noted {
  /** When each picture of the other side was shown, in milliseconds since 1970. */
  readonly frames: readonly number[];
  /** Counted once a second. */
  readonly seconds: readonly Count[];
  /** Each change of ICE's state. */
  readonly ice: readonly RTCIceConnectionState[];
  /** How many connections the page has made meanwhile. */
  readonly connections: number;
}

declare global {
  interface Window {
    hagukumiNoted: {
      readonly frames: number[];
      readonly seconds: Count[];
      readonly ice: RTCIceConnectionState[];
      readonly connections: number;
    };
  }
}

/** Lets the page itself note its call from now on, so that nothing between two looks is missed. */
export async function noteCall(page: Page): Promise<void> {
  await page.evaluate(() => {
    const connection = window.hagukumiConnections.findLast(({ connectionState }) => connectionState !== "closed");
    // The other side's picture, which is large; one's own comes from no connection.
    const remote = new Set(connection?.getReceivers().map(({ track }) => track.id));
    const video = [...document.querySelectorAll("video")].find(({ srcObject }) =>
      (srcObject as MediaStream | null)?.getVideoTracks().some(({ id }) => remote.has(id)),
    );
    if (connection === undefined || video === undefined) throw new Error("no call with a picture");
    const noted: Window["hagukumiNoted"] = {
      frames: [],
      seconds: [],
      ice: [],
      connections: window.hagukumiConnections.length,
    };
    window.hagukumiNoted = noted;
    const frame = () => {
      noted.frames.push(performance.timeOrigin + performance.now());
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
    connection.addEventListener("iceconnectionstatechange", () => noted.ice.push(connection.iceConnectionState));
    const count = async () => {
      const now = { at: 0, frames: 0, bytes: 0 };
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        now.at = report.timestamp;
        now.frames += report.framesDecoded ?? 0;
        if (report.kind === "audio") now.bytes += report.bytesReceived ?? 0;
      }
      noted.seconds.push(now);
    };
    void count();
    setInterval(() => void count(), 1_000);
  });
}

/** Two counts are a second apart from here on: a page's timer is never quite on time. */
const SECOND = 900;

/**
 * The counts at the begin and the end of each second, one second after the other. Where a busy machine kept the page from
 * counting, the next count comes at once after the late one; these two are no second.
 */
export function secondsOf(counts: readonly Count[]): (readonly [Count, Count])[] {
  const seconds: (readonly [Count, Count])[] = [];
  let [from] = counts;
  for (const count of counts) {
    if (from === undefined || count.at - from.at < SECOND) continue;
    seconds.push([from, count]);
    from = count;
  }
  return seconds;
}

export function noted(page: Page): Promise<Noted> {
  return page.evaluate(() => ({
    ...window.hagukumiNoted,
    connections: window.hagukumiConnections.length - window.hagukumiNoted.connections,
  }));
}

/** Notes when each text first stands in the page's chat, in milliseconds since 1970. */
export async function noteTexts(page: Page, texts: readonly string[]): Promise<() => Promise<Record<string, number>>> {
  const shown = await page.evaluateHandle((wanted) => {
    const at: Record<string, number> = {};
    const look = () => {
      for (const text of wanted) {
        if (!(text in at) && document.querySelector('[role="log"]')?.textContent?.includes(text)) {
          at[text] = performance.timeOrigin + performance.now();
        }
      }
    };
    look();
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    return at;
  }, texts);
  return () => shown.jsonValue();
}
