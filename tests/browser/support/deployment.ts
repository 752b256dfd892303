import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./server.ts";

const BUILD = process.env.HAGUKUMI_WEB_DIRECTORY ?? join(ROOT, "clients/web/dist");

/** A copy of the built client that a test serves and replaces by a newer build. */
export class Deployment {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Deployment> {
    const folder = await mkdtemp(join(tmpdir(), "hagukumi-client-"));
    await cp(BUILD, folder, { recursive: true });
    return new Deployment(folder);
  }

  /** As a release does it: every file has another name, and the former ones are gone. */
  async release(): Promise<void> {
    const names = await readdir(join(this.folder, "assets"));
    const files = (await readdir(this.folder)).filter((name) => name.endsWith(".html"));
    for (const name of names.filter((each) => /\.(br|gz)$/.test(each))) await rm(join(this.folder, "assets", name));
    for (const name of await readdir(this.folder)) {
      if (/\.(br|gz)$/.test(name)) await rm(join(this.folder, name));
    }
    const kept = names.filter((each) => !/\.(br|gz)$/.test(each));
    const texts = [
      ...files.map((name) => join(this.folder, name)),
      ...kept.filter((name) => /\.(js|css)$/.test(name)).map((name) => join(this.folder, "assets", name)),
    ];
    const pattern = new RegExp(kept.map((name) => name.replaceAll(".", "\\.")).join("|"), "g");
    for (const file of texts) await writeFile(file, (await readFile(file, "utf8")).replace(pattern, newer));
    for (const name of kept) await rename(join(this.folder, "assets", name), join(this.folder, "assets", newer(name)));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

function newer(name: string): string {
  return name.replace(/(\.\w+)$/, "b$1");
}
