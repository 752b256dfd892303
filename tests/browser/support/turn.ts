import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { PYTHON, ROOT } from "./server.ts";

interface Told {
  readonly stun: string;
  readonly udp: string;
  readonly tcp: string;
  readonly tls: string;
  readonly secret: string;
}

/** A real coturn on this machine; it can be stopped and started again on the same ports. */
export class Coturn {
  private constructor(
    readonly urls: Omit<Told, "secret">,
    readonly secret: string,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(): Promise<Coturn> {
    const child = spawn(PYTHON, ["-m", "tests.browser.relay"], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new Error("coturn did not start; the reason stands above.");
    const { secret, ...urls } = JSON.parse(first.value) as Told;
    return new Coturn(urls, secret, child, lines);
  }

  /** The settings of a server that offers this relay, and nothing else. */
  settings(): Record<string, string> {
    const { udp, tcp, tls } = this.urls;
    return {
      HAGUKUMI_TURN_URLS: [udp, tcp, tls].join(","),
      HAGUKUMI_TURN_SECRET: this.secret,
      HAGUKUMI_RELAY_ONLY: "true",
    };
  }

  /** As when its machine goes away. */
  stop(): Promise<void> {
    return this.tell("stop");
  }

  again(): Promise<void> {
    return this.tell("start");
  }

  async remove(): Promise<void> {
    this.process.stdin.end();
    if (this.process.exitCode === null) await once(this.process, "exit");
  }

  private async tell(order: "stop" | "start"): Promise<void> {
    this.process.stdin.write(`${order}\n`);
    if ((await this.lines.next()).done) throw new Error("coturn has gone.");
  }
}
