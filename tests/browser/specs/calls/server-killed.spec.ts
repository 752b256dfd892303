import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { type Chat, ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { noteCall, noted, noteTexts, secondsOf } from "../../support/frames.ts";
import { expectMoving } from "../../support/media.ts";
import { ROOT, Server } from "../../support/server.ts";
import { DESKTOP, expect, PHONE, test, visits } from "../../support/test.ts";

interface Meeting {
  readonly appointment_id: string;
  readonly parent: string;
  readonly midwife: string;
}

/** How long the server is away before it is started again, in milliseconds. */
const AWAY = 2_000;

/** When the server first answers that it is ready, in milliseconds since 1970. */
async function ready(url: string): Promise<number> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return Date.now();
    await after(10);
  }
}

function longestGap(frames: readonly number[]): number {
  return Math.max(0, ...frames.slice(1).map((at, index) => at - (frames[index] ?? at)));
}

let server: Server;
let profiles: ReturnType<typeof visits>;

test.beforeEach(async ({ browser }) => {
  server = await Server.start("demo", "meeting");
  profiles = visits(browser, server, PHONE);
});

test.afterEach(async () => {
  await profiles.close();
  await server.remove();
});

test("a server that is killed in mid-call costs neither a picture nor a word", async ({ browserName: _ }, {
  repeatEachIndex,
}) => {
  const { visit } = profiles;
  const meeting = server.seeded.meeting as Meeting;
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

  const asked = ["夜、眠れません。", "もう一週間になります。"];
  const answered = ["つらいですね。", "一緒に考えましょう。"];
  const shown = await noteTexts(midwife.page, asked);
  for (const page of pages) await noteCall(page);
  // What the machine itself costs a call at rest is seen beside what the kill costs.
  await Promise.all(pages.map((page) => expectMoving(page)));
  const now = await server.now();
  await server.kill();
  const killed = Date.now();
  for (const [side, texts] of [asked, answered].entries()) {
    for (const text of texts) await chats[side as 0 | 1].leave(text);
    await chats[side as 0 | 1].expectWaiting(texts.length);
  }
  await after(Math.max(0, killed + AWAY - Date.now()));
  const [answering] = await Promise.all([ready(server.url), server.restart(now.toISOString())]);

  for (const chat of chats) for (const text of [...asked, ...answered]) await chat.expectMessage(text);
  for (const chat of chats) await chat.expectWaiting(0);
  await Promise.all(pages.map((page) => expectMoving(page)));
  const sides = await Promise.all(pages.map(noted));

  const bodies = await Promise.all(chats.map((chat) => chat.bodies()));
  expect(bodies[0]).toEqual(bodies[1]);
  expect(bodies[0]?.slice(-4).sort()).toEqual([...asked, ...answered].sort());
  expect(new Set(bodies[0]).size).toBe(bodies[0]?.length);
  for (const texts of [asked, answered]) expect(bodies[0]?.filter((text) => texts.includes(text))).toEqual(texts);
  for (const side of sides) {
    expect(side).toMatchObject({ connections: 0, ice: [] });
    const seconds = secondsOf(side.seconds);
    expect(seconds.length).toBeGreaterThan(2);
    for (const [from, to] of seconds) {
      expect(to.frames, "pictures in every second").toBeGreaterThan(from.frames);
      expect(to.bytes, "sound in every second").toBeGreaterThan(from.bytes);
    }
  }

  const first = Math.min(...Object.values(await shown())) - answering;
  const folder = join(ROOT, "artefacts/server-killed");
  await mkdir(folder, { recursive: true });
  const figures = {
    gap_at_rest_ms: Math.max(...sides.map(({ frames }) => longestGap(frames.filter((at) => at < killed)))),
    longest_gap_ms: Math.max(...sides.map(({ frames }) => longestGap(frames))),
    first_message_ms: first,
  };
  await writeFile(join(folder, `${repeatEachIndex}.json`), JSON.stringify(figures));
});
