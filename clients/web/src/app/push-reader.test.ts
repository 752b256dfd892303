import { beforeEach, describe, expect, it, vi } from "vitest";

const post = vi.fn(async () => undefined);
const unsubscribe = vi.fn(async () => true);
const heard: { wipe?: (why: string) => void; state?: () => void } = {};
let state: unknown = { status: "signed_out" };

vi.mock("@/api/client", () => ({ api: { post } }));
vi.mock("@/auth/session", () => ({
  session: {
    state: () => state,
    onWipe: (wiper: (why: string) => void) => {
      heard.wipe = wiper;
    },
    subscribe: (listener: () => void) => {
      heard.state = listener;
    },
  },
}));

const SUBSCRIPTION = { endpoint: "https://push.example/one", unsubscribe };
let found: typeof SUBSCRIPTION | null = SUBSCRIPTION;
const kept = new Map<string, string>();
vi.stubGlobal("navigator", {
  serviceWorker: { getRegistration: async () => ({ pushManager: { getSubscription: async () => found } }) },
});
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});

const { wakeHere } = await import("./push-reader");

async function signIn(account: string) {
  state = { status: "signed_in", me: { account_id: account } };
  heard.state?.();
  await vi.waitFor(() => expect(post.mock.calls.length + unsubscribe.mock.calls.length).toBeGreaterThan(0));
}

beforeEach(async () => {
  found = SUBSCRIPTION;
  state = { status: "signed_out" };
  heard.state?.();
  kept.clear();
  await wakeHere(SUBSCRIPTION as unknown as PushSubscription, "haruka");
  post.mockClear();
  unsubscribe.mockClear();
});

describe("who is woken by this browser", () => {
  it("goes on being woken after signing in again, in the session of now", async () => {
    await signIn("haruka");
    expect(post).toHaveBeenCalledWith("/push/devices", { endpoint: SUBSCRIPTION.endpoint });
    expect(unsubscribe).not.toHaveBeenCalled();
  });

  it("is nobody once another person signs in", async () => {
    await signIn("somebody else");
    expect(unsubscribe).toHaveBeenCalledOnce();
    expect(post).not.toHaveBeenCalled();
  });

  it("is nobody after signing out", async () => {
    heard.wipe?.("signed_out");
    await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledOnce());
  });

  it("is the same one while a session has ended by itself: an alert must still come", async () => {
    heard.wipe?.("expired");
    await Promise.resolve();
    expect(unsubscribe).not.toHaveBeenCalled();
  });
});
