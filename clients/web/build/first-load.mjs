/**
 * Names the chunk of a module: what the first view needs comes in two files, what others wrote and what we wrote, so that a
 * parent's phone asks seldom and a release leaves the larger file in the cache. Everything else is split by page.
 *
 * @param {readonly string[]} roots the modules that the first view begins with (the entry, and a page it shows at once)
 */
export function firstLoadChunks(roots) {
  let found;

  const closure = (context) => {
    const seen = new Set();
    const visit = (id) => {
      if (seen.has(id)) return;
      seen.add(id);
      for (const imported of context.getModuleInfo(id)?.importedIds ?? []) visit(imported);
    };
    for (const root of roots) visit(root);
    return seen;
  };

  return {
    // The bundler cannot name a group in its warnings by a function.
    debugName: "first load",
    name(id, context) {
      if (id.startsWith("\0rolldown/")) return "vendor";
      found ??= closure(context);
      if (!found.has(id)) return null;
      return id.includes("/node_modules/") ? "vendor" : "base";
    },
  };
}
