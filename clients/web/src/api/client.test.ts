import { afterEach, describe, expect, it, vi } from "vitest";
import { serverNow } from "@/time/clock";
import { api, requestOpen } from "./client";
import { ApiError, asApiError } from "./errors";

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  const fetched = vi.fn(async (..._asked: unknown[]) => new Response(body === "" ? null : body, { status, headers }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

describe("a refusal", () => {
  it("keeps its code, its parameters and its fields", async () => {
    const problem = {
      status: 409,
      code: "booking.slot_taken",
      detail: "Taken.",
      params: { alternatives: [1] },
      errors: [
        { at: "body.starts_at", code: "x", message: "y" },
        { at: "query.from", code: "x", message: "y" },
      ],
    };
    answer(409, JSON.stringify(problem));
    await expect(requestOpen("POST", "/appointments")).rejects.toMatchObject({
      code: "booking.slot_taken",
      status: 409,
      params: { alternatives: [1] },
      fields: [{ at: "starts_at" }, { at: "query.from" }],
      retryable: false,
    });
  });

  it("that is a proxy's page becomes a code of its status", async () => {
    answer(502, "<html>Bad gateway</html>");
    await expect(requestOpen("GET", "/city")).rejects.toMatchObject({ code: "http.502", retryable: true });
  });

  it("that is a bug keeps the screen standing", () => {
    expect(asApiError(new TypeError("x"))).toBeInstanceOf(ApiError);
    expect(asApiError("x").code).toBe("client.unexpected");
  });
});

describe("a question", () => {
  it("leaves out what is not said, and sends JSON only with a body", async () => {
    const fetched = answer(200, "{}");
    await api.get("/slots", { service_id: "a b", practitioner_id: null, to: undefined });
    const [address, options] = fetched.mock.calls[0] as unknown as [string, RequestInit];
    expect(address).toBe("/api/slots?service_id=a+b");
    expect(new Headers(options.headers).has("Content-Type")).toBe(false);
    expect(options).toMatchObject({ credentials: "same-origin", cache: "no-store" });
  });

  it("answered with nothing gives nothing", async () => {
    answer(204, "");
    expect(await api.delete("/holds/1")).toBeUndefined();
  });

  it("teaches the server's clock", async () => {
    answer(200, "{}", { Date: new Date(Date.now() + 3_600_000).toUTCString() });
    await api.get("/city");
    expect(serverNow() - Date.now()).toBeGreaterThan(3_590_000);
    answer(200, "{}", { Date: new Date().toUTCString() });
    await api.get("/city");
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000);
  });
});
