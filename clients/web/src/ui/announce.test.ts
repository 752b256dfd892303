// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { announce } from "./announce";

const said = () => document.getElementById("live-polite")?.textContent;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="live-polite"></div><div id="live-assertive"></div>';
});

afterEach(() => {
  vi.useRealTimers();
});

it("says a sentence, and leaves nothing behind that is read again out of its place", () => {
  announce("保存しました");
  vi.advanceTimersByTime(50);
  expect(said()).toBe("保存しました");
  vi.advanceTimersByTime(10_000);
  expect(said()).toBe("");
});

it("says the same sentence a second time, and for its whole time", () => {
  announce("送りました");
  vi.advanceTimersByTime(9_000);
  announce("送りました");
  expect(said()).toBe("");
  vi.advanceTimersByTime(9_000);
  expect(said()).toBe("送りました");
});
