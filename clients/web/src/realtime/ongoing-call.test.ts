// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { interruptedCall, type OngoingCall, rememberCall } from "./ongoing-call";

const CALL: OngoingCall = { accountId: "a", encounterId: "e", appointmentId: "p", media: "video" };

beforeEach(() => sessionStorage.clear());

test("a reload of the call's page finds the call, any other page does not", () => {
  rememberCall(CALL);
  expect(interruptedCall("/consultation/p")).toEqual(CALL);
  expect(interruptedCall("/work/p")).toEqual(CALL);
  expect(interruptedCall("/work/other")).toBeNull();
  expect(interruptedCall("/")).toBeNull();
});

test("after the call there is nothing to go back into", () => {
  rememberCall(CALL);
  rememberCall(null);
  expect(interruptedCall("/consultation/p")).toBeNull();
});
