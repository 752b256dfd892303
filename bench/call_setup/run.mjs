// `node bench/call_setup/run.mjs [--runs N] [--only floor|product] [--trace]`: how long a call and a text take, beside a floor.
//
// Plays the product (the client as built in clients/web/dist, a real server on SQLite) and the floor (floor.py, floor.html)
// in turn. Each run has two Chromium processes with profiles and caches of their own, fake devices and host candidates.
// What is measured of a run is said in docs/benchmarks.md. Writes artefacts/bench/call_setup.json and prints a table.
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { openFloor, openProduct, play } from "./play.mjs";
import { ROOT, startFloor, startProduct } from "./servers.mjs";

const LIMITS = { admit: 1.2, reloadParent: 2.0, reloadPractitioner: 2.0, chat: 1.5 };
const NAMES = {
  admit: "admit to frames on both sides",
  reloadParent: "reload (parent) to frame",
  reloadPractitioner: "reload (practitioner) to frame",
  chat: "text, click to painted",
};

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "9" }, only: { type: "string" }, trace: { type: "boolean" } },
});

function figuresOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0), quarter: at(0.25), threeQuarters: at(0.75), high: at(1), values };
}

function report(taken) {
  const result = {};
  console.log(`${"ms, median (quartiles)".padEnd(34)}${"floor".padStart(20)}${"product".padStart(20)}   ratio  limit`);
  for (const [key, name] of Object.entries(NAMES)) {
    const [floor, product] = [taken.floor, taken.product].map((runs) => figuresOf(runs.flatMap((run) => run[key])));
    const ratio = product.median / floor.median;
    result[key] = { floor, product, ratio, limit: LIMITS[key] };
    const cell = ({ median, quarter, threeQuarters }) =>
      `${median?.toFixed(0)} (${quarter?.toFixed(0)}-${threeQuarters?.toFixed(0)})`.padStart(20);
    console.log(`${name.padEnd(34)}${cell(floor)}${cell(product)}   ${ratio.toFixed(2).padStart(5)}  ${LIMITS[key]}`);
  }
  return result;
}

const floor = await startFloor();
const product = await startProduct();
const taken = { floor: [], product: [] };
try {
  for (let run = 0; run < Number(options.runs); run++) {
    const order = run % 2 === 0 ? ["floor", "product"] : ["product", "floor"];
    for (const kind of order.filter((one) => options.only === undefined || one === options.only)) {
      const figures = await play(kind === "floor" ? openFloor(floor) : openProduct(product), options.trace);
      taken[kind].push(figures);
      console.error(
        run,
        kind,
        Object.entries(figures)
          .map(([key, value]) => `${key} ${[value].flat().map(Math.round)}`)
          .join("  "),
      );
    }
  }
} finally {
  await Promise.all([floor.stop(), product.stop()]);
}
const result = report(taken);
await mkdir(`${ROOT}/artefacts/bench`, { recursive: true });
await writeFile(
  `${ROOT}/artefacts/bench/call_setup.json`,
  JSON.stringify({ runs: Number(options.runs), result }, null, 2),
);
