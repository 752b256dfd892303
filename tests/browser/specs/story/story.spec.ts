import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { devices } from "@playwright/test";
import { Booking } from "../../pages/booking.ts";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Figures } from "../../pages/figures.ts";
import { Home } from "../../pages/home.ts";
import { Questionnaire } from "../../pages/questionnaire.ts";
import { Registration } from "../../pages/registration.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { picture } from "../../support/checks.ts";
import { type Phq9, phq9Of } from "../../support/figures.ts";
import { expectMoving, heard } from "../../support/media.ts";
import { readBack } from "../../support/read-back.ts";
import { ROOT, Server } from "../../support/server.ts";
import { DESKTOP, expect, PHONE, test, type Visit, visits } from "../../support/test.ts";
import type { Language } from "../../support/words.ts";
import { LINES } from "./lines.ts";

const ARTEFACT = join(ROOT, "artefacts", "story.json");
/** The nine items at the course's end (a total of 4) and the functional item. */
const END = [1, 1, 0, 1, 0, 1, 0, 0, 0, 1];
// Which of the five answers, the best first.
const SURVEY = [0, 1, 0, 1, 2, 0, 1];

interface Told {
  appointment_id: string;
  encounter_id: string;
  parent: { frames_decoded: number; audio_bytes: number; sequence: string[] };
  midwife: { frames_decoded: number; audio_bytes: number; sequence: string[] };
  after_reload: { parent_frames_decoded: number; midwife_frames_decoded: number };
  note: Record<string, string>;
  course: { person: string; start_total: number; end_total: number };
  figures: Phq9;
}

// Played among the calls, at a desk like the others of the story.
test.use(devices["Desktop Chrome"]);

for (const language of ["ja", "en"] as const) {
  test(`the whole story (${language})`, async ({ browser }) => {
    const server = await Server.start("demo", "course");
    const { visit, close } = visits(browser, server, DESKTOP);
    try {
      const met = await meet(server, visit, language);
      const course = await closeCourse(server, visit, language);
      const figures = await readFigures(server, visit);
      const told: Told = { ...met, course, figures };
      await write(language, told);
      expectStored(server, language, told);
    } finally {
      await close();
      await server.remove();
    }
  });
}

/** A parent registers, books a video slot with the midwife, and both meet. */
async function meet(server: Server, visit: Visit, language: Language): Promise<Omit<Told, "course" | "figures">> {
  const lines = LINES[language];
  const parent = await visit(language, undefined, PHONE);
  await new Registration(parent.page, parent.words).register({
    name: lines.parent,
    email: `story.${language}@example.com`,
    password: "quiet river stone",
    due: "2027-03-01",
    telephone: "090-1234-5678",
  });
  const booked = await new Booking(parent.page, parent.words).book({
    topic: "baby",
    practitioner: lines.midwife,
    way: "video",
    reason: lines.reason,
  });

  await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));
  const midwife = await visit("ja", "sato@hagukumi.example");
  const work = new Work(midwife.page, midwife.words);
  const consultation = new ClientConsultation(parent.page, parent.words);
  await new Home(parent.page, parent.words).open();
  await consultation.join();
  await consultation.tellPlace(lines.place);
  await consultation.checkDevices("video");
  await consultation.expectWaiting();
  await consultation.chat.send(lines.messages[0]);

  await work.openWaiting(lines.parent);
  await expect(work.room().getByText(lines.reason)).toBeVisible();
  await expect(work.room().getByText(lines.place)).toBeVisible();
  await work.chat.expectMessage(lines.messages[0]);
  // Nobody is heard or seen before admission.
  expect(await heard(midwife.page)).toEqual({ framesDecoded: 0, audioBytes: 0 });
  expect(await heard(parent.page)).toEqual({ framesDecoded: 0, audioBytes: 0 });

  await work.admit();
  await consultation.expectTalking(lines.midwife);
  await expectMoving(parent.page);
  await expectMoving(midwife.page);

  await picture(parent.page, `consultation-call-${language}`);
  await picture(midwife.page, `work-in-video-call-${language}`);
  await consultation.openText();
  await work.chat.send(lines.messages[1]);
  await consultation.chat.expectMessage(lines.messages[1]);
  await consultation.chat.send(lines.messages[2]);
  await work.chat.expectMessage(lines.messages[2]);

  await parent.page.reload();
  await consultation.expectTalking(lines.midwife);
  const afterReload = { parent: await expectMoving(parent.page), midwife: await expectMoving(midwife.page) };
  await consultation.openText();
  await consultation.chat.send(lines.messages[3]);
  await work.chat.expectMessage(lines.messages[3]);
  await picture(parent.page, `consultation-call-with-text-${language}`);
  expect(await consultation.chat.bodies()).toEqual(lines.messages);
  expect(await work.chat.bodies()).toEqual(lines.messages);

  const atParent = await expectMoving(parent.page);
  const atMidwife = await expectMoving(midwife.page);
  const sequence = { parent: await consultation.chat.bodies(), midwife: await work.chat.bodies() };
  await work.writeNote(lines.note, "low");
  await work.finish();
  await consultation.expectThanks();
  await work.signNote();

  // How it was: five points a question, and one on the city's image.
  await parent.page.getByRole("link", { name: parent.words.say("consultation.closed.answerSurvey") }).click();
  const survey = new Questionnaire(parent.page, parent.words);
  await survey.start(SURVEY.length);
  await picture(parent.page, `survey-${language}`);
  await survey.answerAll(SURVEY, 1, SURVEY.length);
  await survey.expectThanksForSurvey();

  const encounter = readBack(server).encounters.find(({ appointment_id }) => appointment_id === booked.id);
  return {
    appointment_id: booked.id,
    encounter_id: encounter?.id ?? "",
    parent: {
      frames_decoded: atParent.framesDecoded,
      audio_bytes: atParent.audioBytes,
      sequence: sequence.parent,
    },
    midwife: {
      frames_decoded: atMidwife.framesDecoded,
      audio_bytes: atMidwife.audioBytes,
      sequence: sequence.midwife,
    },
    after_reload: {
      parent_frames_decoded: afterReload.parent.framesDecoded,
      midwife_frames_decoded: afterReload.midwife.framesDecoded,
    },
    note: lines.note,
  };
}

/** The course that began twenty days ago: its last session by text, its close, and PHQ-9 at its end. */
async function closeCourse(server: Server, visit: Visit, language: Language): Promise<Told["course"]> {
  const lines = LINES[language];
  const seeded = server.seeded as {
    course: Record<Language, { email: string; name: string; counsellor: string; total: number }>;
  };
  const { email, name, counsellor: counsellorEmail, total } = seeded.course[language];
  const booked = await (await Caller.signIn(server, email)).book("counselling", "text", lines.counsellor);
  await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));

  const client = await visit(language, email, PHONE);
  const counsellor = await visit("ja", counsellorEmail);
  const consultation = new ClientConsultation(client.page, client.words);
  const work = new Work(counsellor.page, counsellor.words);
  await consultation.join();
  await consultation.tellPlace(lines.place);
  await consultation.chat.send(lines.better);
  await work.openWaiting(name);
  await work.chat.expectMessage(lines.better);
  await work.admit();
  await work.finish();
  await consultation.expectThanks();
  await work.closeCourse("completed");
  await picture(counsellor.page, `work-course-closed-${language}`);

  const questionnaire = new Questionnaire(client.page, client.words);
  await questionnaire.open();
  await questionnaire.start();
  await questionnaire.answerAll(END);
  await questionnaire.expectThanks();
  const end = END.slice(0, 9).reduce((sum, value) => sum + value, 0);
  return { person: name, start_total: total, end_total: end };
}

/** The coordinator sees both in the figures. */
async function readFigures(server: Server, visit: Visit): Promise<Phq9> {
  const caller = await Caller.signIn(server, "nakamura@hagukumi.example");
  const { phq9 } = await caller.get<{ phq9: Phq9 }>("/figures?from=2026-04-01&to=2027-03-31");
  const { started_10_or_more, pairs, ended_10_or_fewer, ended_below_10, missing_ends } = phq9;
  const figures = { started_10_or_more, pairs, ended_10_or_fewer, ended_below_10, missing_ends };

  const coordinator = await visit("ja", "nakamura@hagukumi.example");
  const page = new Figures(coordinator.page, coordinator.words);
  await page.open();
  await expect(page.consultations("助産師相談").getByRole("cell").first()).toHaveText("1");
  await picture(coordinator.page, "figures-after-the-story");
  await page.expectPhq9(figures);
  await picture(coordinator.page, "phq9-after-the-story");
  return figures;
}

/** What was seen on the screens stands in the database, word for word. */
function expectStored(server: Server, language: Language, told: Told): void {
  const lines = LINES[language];
  const stored = readBack(server);
  expect(stored.appointments.find(({ id }) => id === told.appointment_id)).toMatchObject({
    state: "fulfilled",
    service: "midwife",
    modality: "video",
    person: lines.parent,
    practitioner: lines.midwife,
  });
  const encounter = stored.encounters.find(({ id }) => id === told.encounter_id);
  expect(encounter).toMatchObject({
    appointment_id: told.appointment_id,
    state: "finished",
    admitted: true,
    note: { fields: told.note, risk_level: "low", signed: true },
  });
  expect(encounter?.messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  expect(encounter?.messages.map(({ body }) => body)).toEqual(told.parent.sequence);
  expect(encounter?.messages.map(({ author }) => author)).toEqual([
    lines.parent,
    lines.midwife,
    lines.parent,
    lines.parent,
  ]);

  const survey = stored.responses.find(({ person }) => person === lines.parent);
  expect(survey).toMatchObject({
    questionnaire: "satisfaction",
    state: "completed",
    total: null,
    answers: { reach: 5, heard: 4, clear: 5, lighter: 4, next: 3, contentment: 5, image: 4 },
  });

  const responses = stored.responses.filter(({ person }) => person === told.course.person);
  expect(responses.map(({ occasion, state, total }) => ({ occasion, state, total }))).toEqual([
    { occasion: "course_start", state: "completed", total: told.course.start_total },
    { occasion: "course_end", state: "completed", total: told.course.end_total },
  ]);
  expect(stored.episodes.find(({ person }) => person === told.course.person)).toMatchObject({
    state: "finished",
    outcome: "completed",
  });
  expect(told.figures).toEqual(phq9Of(stored));
}

async function write(language: Language, told: Told): Promise<void> {
  await mkdir(join(ROOT, "artefacts"), { recursive: true });
  const before = await readFile(ARTEFACT, "utf8").then(JSON.parse, () => ({}));
  await writeFile(ARTEFACT, `${JSON.stringify({ ...before, [language]: told }, null, 2)}\n`);
}
