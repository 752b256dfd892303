// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { queryClient } from "@/api/query-client";
import { session } from "@/auth/session";
import { rememberCall } from "@/realtime/ongoing-call";
import { hasten } from "./hasten";

const CALL = { accountId: "misaki", encounterId: "e1", appointmentId: "a1", media: "video" } as const;
const { rejoin, client, staff } = vi.hoisted(() => ({ rejoin: vi.fn(), client: vi.fn(), staff: vi.fn() }));

vi.mock("@/realtime/rejoin", () => ({ rejoin }));
vi.mock("./ClientRoutes", () => ({ ConsultationPage: { preload: client } }));
vi.mock("@/app/StaffRoutes", () => ({ WorkPage: { preload: staff } }));
vi.mock("@/features/clinician/WorkPage", () => ({ default: null }));
vi.mock("@/features/consultation/ConsultationPage", () => ({ default: null }));

let asked: unknown[];

beforeEach(() => {
  for (const mock of [rejoin, client, staff]) mock.mockReset();
  asked = [];
  vi.spyOn(queryClient, "prefetchQuery").mockImplementation(async ({ queryKey }) => {
    asked.push(queryKey);
  });
  vi.spyOn(session, "renew").mockResolvedValue("token");
  sessionStorage.clear();
});

async function load(path: string, language: Promise<void> = Promise.resolve()): Promise<void> {
  window.history.replaceState(null, "", path);
  hasten(language);
  await vi.waitFor(() => expect(vi.dynamicImportSettled()).resolves.toBeUndefined());
}

test("a reload in mid-call goes back into the call and asks for its screen and what it is drawn from, each once", async () => {
  for (const [path, screen] of [
    ["/consultation/a1", client],
    ["/work/a1", staff],
  ] as const) {
    rejoin.mockReset();
    asked = [];
    rememberCall(CALL);
    await load(path);
    expect(rejoin.mock.calls).toEqual([[CALL]]);
    expect(asked).toEqual([["encounters"], expect.arrayContaining(["a1"])]);
    expect(screen).toHaveBeenCalledTimes(1);
  }
});

test("nothing is asked for a page that was in no call, nor for another consultation's", async () => {
  await load("/consultation/a1");
  rememberCall(CALL);
  await load("/consultation/a2");
  expect([rejoin.mock.calls, asked, client.mock.calls]).toEqual([[], [], []]);
});

test("of whoever is signed in no more nothing is asked", async () => {
  vi.spyOn(session, "renew").mockResolvedValue(null);
  rememberCall(CALL);
  await load("/consultation/a1");
  expect(asked).toEqual([]);
});

test("the screen's texts come when the language is known, and not before", async () => {
  let known: () => void = () => undefined;
  const language = new Promise<void>((resolve) => {
    known = resolve;
  });
  rememberCall(CALL);
  await load("/consultation/a1", language);
  expect(client).not.toHaveBeenCalled();
  known();
  await vi.waitFor(() => expect(client).toHaveBeenCalledTimes(1));
});
