import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const PYTHON = join(ROOT, ".venv/bin/python");

/** Names the socket of the nursery, which has loaded the program once for all servers of a run. */
const NURSERY = "HAGUKUMI_BROWSER_NURSERY";

/** Starts the nursery with its socket in this folder; what it gives ends it. */
export async function openNursery(folder: string): Promise<() => void> {
  const path = join(folder, "nursery");
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    PYTHON,
    ["-m", "tests.fixtures.nursery", path, "tests.browser.seeds.demo", "tests.browser.seeds.course"],
    { cwd: ROOT, env: { PATH: process.env.PATH ?? "" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  process.env[NURSERY] = path;
  return () => child.kill("SIGKILL");
}

/** A process that the nursery has borne; it is told and answers line by line. */
export class Child {
  private code: number | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly lines: AsyncIterator<string>,
    private readonly pid: number,
  ) {}

  /** Starts `python -m module` with these arguments and no other environment. */
  static async start(module: string, args: string[], environment: Record<string, string>): Promise<Child> {
    const socket = connect(process.env[NURSERY] ?? "");
    await once(socket, "connect");
    const order = {
      module,
      arguments: args,
      environment: { PATH: process.env.PATH ?? "", ...environment },
      folder: ROOT,
    };
    socket.write(`${JSON.stringify(order)}\n`);
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    return new Child(socket, lines, Number((await lines.next()).value));
  }

  /** What it says next; undefined when it has ended. */
  async hear(): Promise<string | undefined> {
    const { value } = await this.lines.next();
    // How it ended comes last, and is a number; what it says is not.
    if (value !== undefined && !/^-?\d+$/.test(value)) return value;
    this.code = Number(value);
    this.socket.destroy();
    return undefined;
  }

  tell(line: string): void {
    this.socket.write(`${line}\n`);
  }

  /** Sends the signal and gives how it ended: its code, or the signal's number below zero. */
  async end(by: "SIGTERM" | "SIGKILL"): Promise<number> {
    if (this.code === undefined) process.kill(this.pid, by);
    while (this.code === undefined) await this.hear();
    return this.code;
  }
}
