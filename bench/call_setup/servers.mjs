// Starts the two servers that are compared, each in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PYTHON = join(ROOT, ".venv/bin/python");

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

export async function startFloor() {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(PYTHON, ["-m", "bench.call_setup.floor", "--port", String(port)], {
    cwd: ROOT,
    stdio: "inherit",
  });
  for (let left = 100; (await fetch(url).catch(() => null)) === null && left > 0; left--) await pause(100);
  return { url, stop: () => end(child) };
}

export async function startProduct() {
  const folder = await mkdtemp(join(tmpdir(), "hagukumi-bench-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const templates = join(folder, "templates");
  await mkdir(templates);
  const how = ["--start", "now", "--templates", templates];
  const child = spawn(PYTHON, ["-m", "tests.browser.serve", ...how, "demo", "waiting"], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HAGUKUMI_PORT: String(port),
      HAGUKUMI_PUBLIC_URL: url,
      HAGUKUMI_DATABASE_URL: `sqlite+aiosqlite:///${join(folder, "hagukumi.db")}`,
      HAGUKUMI_LOG_LEVEL: "warning",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (first.done) throw new Error("The server did not start; its reason stands above.");
  const seeded = JSON.parse(first.value);
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true });
  };
  return { url, stop, password: seeded.demo.password, ...seeded.waiting };
}
