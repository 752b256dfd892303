import type { NoteField } from "../../pages/work.ts";
import type { Language } from "../../support/words.ts";

export interface Lines {
  parent: string;
  midwife: string;
  counsellor: string;
  place: string;
  reason: string;
  /** Said in this order: the parent waiting, the midwife, the parent, the parent after a reload. */
  messages: readonly [string, string, string, string];
  note: Record<NoteField, string>;
  better: string;
}

/** What people say and write in the story. */
export const LINES: Record<Language, Lines> = {
  ja: {
    parent: "ことね",
    midwife: "佐藤 美咲",
    counsellor: "伊藤 直樹",
    place: "自宅の居間",
    reason: "夜の授乳のあと、なかなか寝てくれません。",
    messages: [
      "お待ちしています。",
      "こんにちは。ゆっくりお話しください。",
      "抱っこをやめると起きてしまいます。",
      "戻りました。",
    ],
    note: {
      complaint: "夜間の寝かしつけの相談。",
      situation: "授乳後に抱っこをやめると起きる。家族の手助けは週末。",
      advice: "一般的な寝かしつけの工夫をお伝えした。",
      next_action: "二週間後に様子をうかがう。",
    },
    better: "前より眠れるようになりました。",
  },
  en: {
    parent: "Harriet",
    midwife: "佐藤 美咲",
    counsellor: "渡辺 彩",
    place: "Living room at home",
    reason: "The baby does not settle after the night feed.",
    messages: ["I am waiting.", "Hello. Please take your time.", "She wakes when I put her down.", "I am back."],
    note: {
      complaint: "Settling at night.",
      situation: "Wakes when put down after the feed. Family helps at weekends.",
      advice: "Told of general ways to settle a baby.",
      next_action: "Ask again in two weeks.",
    },
    better: "I sleep better than before.",
  },
};
