import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import type { Given } from "./sequence";
import { type Store, Unsent } from "./unsent";

/** A server that answers when it is told to. */
function slowServer() {
  const asked: { linkId: string; value: Given | null; answer: (error?: Error) => void }[] = [];
  const store: Store = (linkId, value) =>
    new Promise((resolve, reject) => {
      asked.push({ linkId, value, answer: (error) => (error ? reject(error) : resolve()) });
    });
  const next = async (count: number) => {
    await expect.poll(() => asked.length).toBe(count);
    return asked[count - 1] as (typeof asked)[number];
  };
  return { asked, store, next };
}

describe("answers that are not stored yet", () => {
  it("are stored in the order in which they were given", async () => {
    const unsent = new Unsent();
    const stored: [string, Given | null][] = [];
    unsent.give("1", 2);
    unsent.give("2", null);
    await unsent.store(async (linkId, value) => void stored.push([linkId, value]));
    expect(stored).toEqual([
      ["1", 2],
      ["2", null],
    ]);
    expect(unsent.isEmpty).toBe(true);
  });

  it("given anew while the one before is stored: the later one is stored after it, and stays", async () => {
    const { asked, store, next } = slowServer();
    const unsent = new Unsent();
    unsent.give("9", 0);
    const first = unsent.store(store);
    const under = await next(1);
    unsent.give("9", 2);
    const second = unsent.store(store);
    expect(asked).toHaveLength(1);
    under.answer();
    await first;
    expect(unsent.of("9")).toBe(2);
    (await next(2)).answer();
    await second;
    expect(asked.map(({ value }) => value)).toEqual([0, 2]);
    expect(unsent.isEmpty).toBe(true);
  });

  it("given anew while the one before is refused: the later one is still to be stored", async () => {
    const { store, next } = slowServer();
    const unsent = new Unsent();
    unsent.give("9", 7);
    const first = unsent.store(store);
    const under = await next(1);
    unsent.give("9", 1);
    under.answer(new ApiError("assessments.out_of_range", 422, ""));
    await expect(first).rejects.toMatchObject({ status: 422 });
    expect(unsent.of("9")).toBe(1);
  });

  it("wait for the next time while the server is away, and are asked anew when it refuses them for good", async () => {
    const unsent = new Unsent();
    unsent.give("1", 1);
    unsent.give("2", 3);
    const away = unsent.store(() => Promise.reject(new ApiError("client.unreachable", 0, "")));
    await expect(away).rejects.toMatchObject({ status: 0 });
    expect([unsent.of("1"), unsent.of("2")]).toEqual([1, 3]);
    const refused = unsent.store(() => Promise.reject(new ApiError("assessments.unknown_item", 422, "")));
    await expect(refused).rejects.toMatchObject({ status: 422 });
    expect([unsent.of("1"), unsent.of("2")]).toEqual([undefined, 3]);
  });
});
