import { type Chat, ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { noteCall, noted } from "../../support/frames.ts";
import { expectMoving } from "../../support/media.ts";
import { Nodes } from "../../support/nodes.ts";
import { Server } from "../../support/server.ts";
import { DESKTOP, expect, PHONE, test, visits } from "../../support/test.ts";

interface Meeting {
  readonly appointment_id: string;
  readonly parent: string;
  readonly midwife: string;
}

let nodes: Nodes;
let leaving: Server;
let staying: Server;
let profiles: ReturnType<typeof visits>;

test.beforeEach(async ({ browser }) => {
  nodes = await Nodes.open();
  const settings = {
    HAGUKUMI_PUBLIC_URL: nodes.url,
    HAGUKUMI_REDIS_URL: process.env.HAGUKUMI_TEST_REDIS_URL ?? "redis://127.0.0.1:6379/0",
    HAGUKUMI_DRAIN_SECONDS: "10",
  };
  leaving = await Server.startWith(settings, "demo", "meeting");
  staying = await leaving.beside();
  nodes.lead(leaving.url);
  profiles = visits(browser, nodes, PHONE);
});

test.afterEach(async () => {
  await profiles.close();
  await nodes.close();
  await staying.stop();
  await leaving.remove();
});

test("a node that stops hands its pages to another one in mid-call, and nobody notices", async () => {
  const { visit } = profiles;
  const meeting = leaving.seeded.meeting as Meeting;
  const parent = await visit("ja", meeting.parent);
  await parent.page.goto(`/consultation/${meeting.appointment_id}`);
  const midwife = await visit("ja", meeting.midwife, DESKTOP);
  await midwife.page.goto(`/work/${meeting.appointment_id}`);
  const consultation = new ClientConsultation(parent.page, parent.words);
  await consultation.checkDevices("video");
  const pages = [parent.page, midwife.page] as const;
  await Promise.all(pages.map((page) => expectMoving(page)));
  await consultation.openText();
  const chats: readonly [Chat, Chat] = [consultation.chat, new Work(midwife.page, midwife.words).chat];
  await chats[0].send("聞こえています。");
  await chats[1].expectMessage("聞こえています。");
  for (const page of pages) await noteCall(page);
  const open = nodes.webSocketsTo(leaving.url);
  expect(open).toBeGreaterThanOrEqual(4);

  // As the proxy does when a node says that it is not ready.
  nodes.lead(staying.url);
  await leaving.drain();
  await expect.poll(() => nodes.webSocketsTo(leaving.url)).toBe(0);
  await expect.poll(() => nodes.webSocketsTo(staying.url)).toBe(open);

  await chats[0].send("まだ聞こえますか。");
  await chats[1].expectMessage("まだ聞こえますか。");
  await chats[1].send("はい、聞こえています。");
  await chats[0].expectMessage("はい、聞こえています。");
  await Promise.all(pages.map((page) => expectMoving(page)));
  // One connection all the time, which was never anything but connected, and each text once.
  for (const side of await Promise.all(pages.map(noted))) expect(side).toMatchObject({ connections: 0, ice: [] });
  const [theirs, hers] = await Promise.all(chats.map((chat) => chat.bodies()));
  expect(theirs).toEqual(hers);
  expect(theirs?.slice(-3)).toEqual(["聞こえています。", "まだ聞こえますか。", "はい、聞こえています。"]);
});
