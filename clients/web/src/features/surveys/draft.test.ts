import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { SurveyDraft } from "./draft";
import { emptyForm } from "./form";
import type { Survey, SurveyForm } from "./types";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const surveyOf = (form: SurveyForm, revision: number): Survey => ({
  id: "0193a000-0000-7000-8000-000000000001",
  code: "survey-1",
  state: "draft",
  form,
  revision,
  faults: [],
  has_changes: false,
  changed_at: "2026-11-26T01:00:00Z",
  versions: [],
});

/** A server that keeps the survey as the real one does: what was made of an older revision is refused with what is there. */
class Keeper {
  kept = surveyOf(emptyForm(), 1);
  isReachable = true;

  async save(form: SurveyForm, revision: number): Promise<Survey> {
    if (!this.isReachable) throw new ApiError("client.offline", 0, "");
    if (revision !== this.kept.revision) {
      throw new ApiError("surveys.changed_meanwhile", 409, "", { survey: this.kept });
    }
    this.kept = surveyOf(form, revision + 1);
    return this.kept;
  }
}

const title = (text: string) => ({ type: "title", language: "ja", text }) as const;
const add = { type: "add", kind: "text" } as const;

it("is saved by itself after a pause", async () => {
  const keeper = new Keeper();
  const draft = new SurveyDraft(keeper, keeper.kept);
  draft.change(title("題"));
  expect(draft.state.get().saving).toBe("changed");
  await vi.runAllTimersAsync();
  expect([draft.state.get().saving, keeper.kept.form.title.ja]).toEqual(["saved", "題"]);
});

it("tries again until the server is reached", async () => {
  const keeper = new Keeper();
  keeper.isReachable = false;
  const draft = new SurveyDraft(keeper, keeper.kept);
  draft.change(title("題"));
  await draft.flush();
  expect(draft.state.get().saving).toBe("waiting");
  keeper.isReachable = true;
  await vi.runAllTimersAsync();
  expect([draft.state.get().saving, keeper.kept.form.title.ja]).toEqual(["saved", "題"]);
});

it("loses nothing of two devices", async () => {
  const keeper = new Keeper();
  const [here, there] = [new SurveyDraft(keeper, keeper.kept), new SurveyDraft(keeper, keeper.kept)];
  here.change(title("題"));
  there.change(add);
  await vi.runAllTimersAsync();
  expect(keeper.kept.form.title.ja).toBe("題");
  expect(keeper.kept.form.questions).toHaveLength(1);
  expect(there.state.get().joined).toEqual({ doubled: 0, otherTitle: null });
  expect(there.state.get().form).toEqual(keeper.kept.form);
});

it("says so when the server does not take it, and does not try again and again", async () => {
  const keeper = new Keeper();
  const draft = new SurveyDraft({ save: () => Promise.reject(new ApiError("surveys.retired", 409, "")) }, keeper.kept);
  draft.change(title("題"));
  await vi.runAllTimersAsync();
  expect([draft.state.get().saving, draft.state.get().error?.code]).toEqual(["refused", "surveys.retired"]);
});
