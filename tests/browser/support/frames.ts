import type { Page } from "@playwright/test";

/** What a page has noted of its call, while nobody looked. */
export interface Noted {
  /** When each picture of the other side was shown, in milliseconds since 1970. */
  readonly frames: readonly number[];
  /** Decoded pictures and bytes of sound, counted once a second. */
  readonly seconds: readonly { readonly frames: number; readonly bytes: number }[];
  /** Each change of ICE's state. */
  readonly ice: readonly RTCIceConnectionState[];
  /** How many connections the page has made meanwhile. */
  readonly connections: number;
}

declare global {
  interface Window {
    hagukumiNoted: {
      readonly frames: number[];
      readonly seconds: { frames: number; bytes: number }[];
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
      const now = { frames: 0, bytes: 0 };
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        now.frames += report.framesDecoded ?? 0;
        if (report.kind === "audio") now.bytes += report.bytesReceived ?? 0;
      }
      noted.seconds.push(now);
    };
    void count();
    setInterval(() => void count(), 1_000);
  });
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
