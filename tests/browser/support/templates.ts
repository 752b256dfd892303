import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNursery } from "./nursery.ts";

/** Names the folder in which the servers of this run find the databases that one of them has seeded. */
export const TEMPLATES = "HAGUKUMI_BROWSER_TEMPLATES";

/** Makes the folder and opens the nursery before all tests; what it gives ends both after them. */
export default async function templates(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "hagukumi-templates-"));
  process.env[TEMPLATES] = folder;
  const close = await openNursery(folder);
  return async () => {
    close();
    await rm(folder, { recursive: true });
  };
}
