// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const MESSAGE = { client_id: "c1", body: "まだ送られていません", code: null, encounter_id: "e1", appointment_id: "a1" };

async function follow() {
  vi.resetModules();
  const { followNewVersion } = await import("./new-version");
  const { isOutdated } = await import("@/realtime/version");
  const { unsentHere } = await import("@/realtime/queue/known");
  followNewVersion();
  return { isOutdated, unsentHere };
}

const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(location, "reload").mockImplementation(reload);
  reload.mockClear();
  sessionStorage.clear();
  document.body.innerHTML = '<input id="plain"><form data-kept><textarea></textarea></form>';
});

afterEach(() => vi.useRealTimers());

function type(selector: string): void {
  document.querySelector(selector)?.dispatchEvent(new Event("input", { bubbles: true }));
}

test("a page that loses nothing reloads by itself, once from the same version, and the notice can be read before", async () => {
  const { isOutdated } = await follow();
  isOutdated.set(true);
  vi.advanceTimersByTime(2_499);
  expect(reload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(reload).toHaveBeenCalledTimes(1);
  const again = await follow();
  again.isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("what is typed in a form is not lost to a reload, and after a move to another screen there is nothing to lose", async () => {
  const { isOutdated } = await follow();
  type("#plain");
  isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  window.dispatchEvent(new Event("pushState"));
  isOutdated.set(false);
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("a chat's draft holds nothing up where the device keeps it, and does where it keeps nothing", async () => {
  const kept = await follow();
  type("textarea");
  kept.isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
  sessionStorage.clear();
  const unkept = await follow();
  unkept.unsentHere.set({ messages: [], drafts: [], isKept: false });
  type("textarea");
  unkept.isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("an unsent message that the device does not keep stays on the page", async () => {
  const { isOutdated, unsentHere } = await follow();
  unsentHere.set({ messages: [MESSAGE as never], drafts: [], isKept: false });
  isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
});

test("nobody is thrown out of a call", async () => {
  const { isOutdated } = await follow();
  const video = document.createElement("video");
  Object.defineProperty(video, "srcObject", { value: {} });
  document.body.append(video);
  isOutdated.set(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
});
