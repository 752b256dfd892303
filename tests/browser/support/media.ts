import { expect, type Page } from "@playwright/test";

declare global {
  interface Window {
    hagukumiConnections: RTCPeerConnection[];
    hagukumiTracks: MediaStreamTrack[];
  }
}

/**
 * Keeps every RTCPeerConnection that the page makes, and every track of a camera or microphone that it opens, where the
 * functions below find them. Runs before the page's own scripts.
 */
export async function rememberConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.hagukumiConnections = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.hagukumiConnections.push(this);
      }
    };
    window.hagukumiTracks = [];
    const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (open === undefined) return;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      window.hagukumiTracks.push(...stream.getTracks());
      return stream;
    };
  });
}

/** What has arrived from the other side, over all connections of the page that are still open. */
export interface Heard {
  framesDecoded: number;
  audioBytes: number;
}

export function heard(page: Page): Promise<Heard> {
  return page.evaluate(async () => {
    const total = { framesDecoded: 0, audioBytes: 0 };
    for (const connection of window.hagukumiConnections) {
      if (connection.connectionState === "closed") continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        if (report.kind === "video") total.framesDecoded += report.framesDecoded ?? 0;
        if (report.kind === "audio") total.audioBytes += report.bytesReceived ?? 0;
      }
    }
    return total;
  });
}

/** Waits until more frames were decoded and more audio came than now, and gives the figures then. */
export async function expectMoving(page: Page, frames = 30, bytes = 2000): Promise<Heard> {
  let before = await heard(page);
  let after = before;
  await expect
    .poll(
      async () => {
        after = await heard(page);
        // A connection that closed meanwhile takes its count with it.
        before = {
          framesDecoded: Math.min(before.framesDecoded, after.framesDecoded),
          audioBytes: Math.min(before.audioBytes, after.audioBytes),
        };
        return after.framesDecoded - before.framesDecoded >= frames && after.audioBytes - before.audioBytes >= bytes;
      },
      { message: "picture and sound of the other side arrive", timeout: 30_000 },
    )
    .toBe(true);
  return after;
}

/** Whether this page sends sound or picture to anyone. */
export function sends(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    window.hagukumiConnections.some(
      (connection) =>
        connection.connectionState !== "closed" &&
        connection.getSenders().some((sender) => sender.track !== null && sender.transport !== null),
    ),
  );
}

/** Whether the page holds a camera or a microphone open. */
export function holdsDevices(page: Page): Promise<boolean> {
  return page.evaluate(() => window.hagukumiTracks.some(({ readyState }) => readyState === "live"));
}
