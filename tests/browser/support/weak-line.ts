import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Page } from "@playwright/test";
import { PYTHON, ROOT } from "./server.ts";
import type { Coturn } from "./turn.ts";

/** One direction of a line; what is missing is perfect. Tests/faults/weak_line.py tells what each means. */
export interface Conditions {
  readonly loss?: number;
  readonly delay_ms?: number;
  readonly jitter_ms?: number;
  readonly kbit?: number;
}

/** A line over UDP between the browsers and their relay that the test makes weak and good again. */
export class WeakLine {
  private constructor(
    private readonly port: number,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async before(coturn: Coturn, seed = 1): Promise<WeakLine> {
    const to = coturn.urls.udp.replace(/^turn:|\?.*$/g, "");
    const child = spawn(PYTHON, ["-m", "tests.faults.udp_proxy", "--to", to, "--seed", String(seed)], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new Error("The line did not open; the reason stands above.");
    return new WeakLine(JSON.parse(first.value).port, child, lines);
  }

  /** The settings of a server whose relay is reached over this line only. */
  settings(coturn: Coturn): Record<string, string> {
    return { ...coturn.settings(), HAGUKUMI_TURN_URLS: `turn:127.0.0.1:${this.port}?transport=udp` };
  }

  /**
   * Holds from now on. Media pass the line twice, from a browser to the relay and from the relay to the other one: what is
   * lost here is lost on the first way only, so that a call loses the share that is asked for; each way has its own delay.
   */
  async become({ delay_ms = 0, ...rest }: Conditions): Promise<void> {
    const order = { up: { ...rest, delay_ms: delay_ms / 2 }, down: { delay_ms: delay_ms / 2 } };
    this.process.stdin.write(`${JSON.stringify(order)}\n`);
    if ((await this.lines.next()).done) throw new Error("The line has gone.");
  }

  async remove(): Promise<void> {
    this.process.stdin.end();
    if (this.process.exitCode === null) await once(this.process, "exit");
  }
}

/** What the other side's voice and picture were like so far, on the open connection of the page. */
export interface Reception {
  /** Samples of sound that were played, and those of them that the browser made up for what was lost. */
  readonly samples: number;
  readonly concealed: number;
  readonly audioBytes: number;
  readonly frames: number;
  readonly freezes: number;
  /** Seconds. */
  readonly frozen: number;
  /** Packets that the other side did not get, and all that were sent. */
  readonly lostOut: number;
  readonly sent: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  /** kbit/s */
  readonly available: number;
}

export function receptionOf(page: Page): Promise<Reception> {
  return page.evaluate(async () => {
    const open = window.hagukumiConnections.findLast(({ connectionState }) => connectionState !== "closed");
    const all = [...((await open?.getStats())?.values() ?? [])];
    const sum = (type: string, field: string, kind?: string): number =>
      all
        .filter((one) => one.type === type && (kind === undefined || one.kind === kind))
        .reduce((total, one) => total + (one[field] ?? 0), 0);
    const transport = all.find(({ type }) => type === "transport");
    const pair = all.find(({ id }) => id === transport?.selectedCandidatePairId);
    return {
      samples: sum("inbound-rtp", "totalSamplesReceived", "audio"),
      concealed:
        sum("inbound-rtp", "concealedSamples", "audio") - sum("inbound-rtp", "silentConcealedSamples", "audio"),
      audioBytes: sum("inbound-rtp", "bytesReceived", "audio"),
      frames: sum("inbound-rtp", "framesDecoded", "video"),
      freezes: sum("inbound-rtp", "freezeCount", "video"),
      frozen: sum("inbound-rtp", "totalFreezesDuration", "video"),
      lostOut: sum("remote-inbound-rtp", "packetsLost"),
      sent: sum("outbound-rtp", "packetsSent"),
      roundTrip: 1_000 * (pair?.currentRoundTripTime ?? 0),
      available: (pair?.availableOutgoingBitrate ?? 0) / 1_000,
    };
  });
}
