import { expect, test } from "vitest";
import type { Remote } from "@/realtime/call";
import { noticeFor } from "./LineNotice";

const remote = (connection: RTCPeerConnectionState, away = false): Remote => ({
  accountId: "a",
  media: "video",
  microphone: true,
  camera: true,
  weakLine: false,
  screen: false,
  picture: true,
  connection,
  stream: {} as MediaStream,
  tracks: 2,
  away,
});
const ONLINE = { at: "online" } as const;
const OFFLINE = { at: "offline", since: 0 } as const;

test("when only the server is lost, the notice says that picture and voice go on", () => {
  expect(noticeFor(OFFLINE, remote("connected"), true)).toBe("signalling");
});

test("when both are lost, it says so", () => {
  expect(noticeFor(OFFLINE, remote("failed"), true)).toBe("everything");
  expect(noticeFor(OFFLINE, undefined, true)).toBe("everything");
});

test("where there is no call, only the text is spoken of", () => {
  expect(noticeFor(OFFLINE, undefined, false)).toBe("text");
});

test("interrupted media is told while the text works, and nothing is said when all is well", () => {
  expect(noticeFor(ONLINE, remote("disconnected"), true)).toBe("media");
  expect(noticeFor(ONLINE, remote("connected", true), true)).toBe("away");
  expect(noticeFor(ONLINE, remote("connected"), true)).toBeNull();
  expect(noticeFor(ONLINE, undefined, true)).toBeNull();
});
