import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./nursery.ts";
import { TEMPLATES } from "./templates.ts";

export { PYTHON, ROOT } from "./nursery.ts";

/** A day from 09:00 to 09:00 in Tokyo, in milliseconds. */
const DAY = 24 * 60 * 60_000;

/** Tuesday, 1 December 2026, 09:00 in Tokyo: an ordinary working day. */
export const START = "2026-12-01T00:00:00Z";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts the process and gives it with its first line, after which it serves. */
async function run(environment: Record<string, string>, start: string, seeds: string[]): Promise<[Child, string]> {
  const templates = ["--templates", process.env[TEMPLATES] ?? ""];
  const child = await Child.start("tests.browser.serve", ["--start", start, ...templates, ...seeds], environment);
  const first = await child.hear();
  if (first === undefined) throw new Error("The server did not start; its reason stands above.");
  return [child, first];
}

/** A running server with a fresh database and demonstration data, whose clock the test holds. */
export class Server {
  private killed = false;

  private constructor(
    readonly url: string,
    readonly environment: Record<string, string>,
    private readonly folder: string,
    private running: Child,
    /** What the seeding left: ids and sign-ins by name. */
    readonly seeded: Record<string, unknown>,
  ) {}

  /** Starts a server; `seeds` names scripts of seeds/ to run before it serves. */
  static start(...seeds: string[]): Promise<Server> {
    return Server.startWith({}, ...seeds);
  }

  /** The same with these settings over the usual ones. */
  static startWith(settings: Readonly<Record<string, string>>, ...seeds: string[]): Promise<Server> {
    return Server.startAt(START, settings, ...seeds);
  }

  /** The same at another time: "now" for what looks at the machine's clock too, as a relay does. */
  static async startAt(start: string, settings: Readonly<Record<string, string>>, ...seeds: string[]): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "hagukumi-browser-"));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const environment = {
      HAGUKUMI_PORT: String(port),
      HAGUKUMI_PUBLIC_URL: url,
      HAGUKUMI_DATABASE_URL: `sqlite+aiosqlite:///${join(folder, "hagukumi.db")}`,
      HAGUKUMI_LOG_LEVEL: "warning",
      // Another build than clients/web/dist, such as one of a branch.
      ...(process.env.HAGUKUMI_WEB_DIRECTORY ? { HAGUKUMI_WEB_DIRECTORY: process.env.HAGUKUMI_WEB_DIRECTORY } : {}),
      ...settings,
    };
    const [running, seeded] = await run(environment, start, seeds);
    return new Server(url, environment, folder, running, JSON.parse(seeded));
  }

  /** Sets the server's clock; it goes on from there. The client learns the time from the next answer. */
  async setClock(instant: Date | string): Promise<void> {
    await this.tell({ set: typeof instant === "string" ? instant : instant.toISOString() });
  }

  /** Sets the clock to 09:00 of the next day in Tokyo: a test's own day, on which nothing was booked. */
  async newDay(): Promise<void> {
    const today = Math.floor((await this.now()).getTime() / DAY);
    await this.setClock(new Date((today + 1) * DAY));
  }

  /** The server's present. */
  async now(): Promise<Date> {
    return new Date(await this.tell({}));
  }

  /** Ends the server as an operator would; the data stay until `remove`. */
  async stop(): Promise<void> {
    const code = await this.running.end("SIGTERM");
    if (code !== 0 && !this.killed) throw new Error(`The server ended with ${code}`);
  }

  /** Kills the server, as a machine that fails: it ends in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.killed = true;
    await this.running.end("SIGKILL");
  }

  /** Starts it again at this time, on the same port and with the same data. */
  async restart(start: string): Promise<void> {
    this.killed = false;
    [this.running] = await run(this.environment, start, []);
  }

  /** Starts another node beside it, on the same data; it is stopped before this one is removed. */
  async beside(): Promise<Server> {
    const port = await freePort();
    const environment = { ...this.environment, HAGUKUMI_PORT: String(port) };
    const [running] = await run(environment, (await this.now()).toISOString(), []);
    return new Server(`http://localhost:${port}`, environment, this.folder, running, this.seeded);
  }

  /** Takes nothing new and lets the clients move to another node, as before a stop. */
  async drain(): Promise<void> {
    await this.tell({ drain: true });
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Cuts every socket, as a network does; the server itself goes on. */
  async cutSockets(): Promise<void> {
    await this.tell({ cut: true });
  }

  /** Forgets how often anybody did anything: each test begins as if on a day of its own. */
  async forgetTries(): Promise<void> {
    await this.tell({ forget: true });
  }

  /** Grants credentials for relays from now on for so many seconds, fewer than the settings allow. */
  async grantIce(seconds: number): Promise<void> {
    await this.tell({ ice_seconds: seconds });
  }

  private async tell(order: Record<string, string | number | boolean>): Promise<string> {
    this.running.tell(JSON.stringify(order));
    const answer = await this.running.hear();
    if (answer === undefined) throw new Error("The server has gone.");
    return JSON.parse(answer).now;
  }
}
