import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, it } from "vitest";
import common from "@/i18n/ja/common.json";
import words from "@/i18n/ja/trends.json";
import { trendsKey } from "./queries";
import { ScoreTable } from "./ScoreTable";
import { Trends } from "./Trends";
import type { ScaleTrend, Tier, TrendScore, Trends as TrendsData } from "./types";

const START: TrendScore = {
  response_id: "1",
  day: "2025-04-01",
  occasion: "course_start",
  total: 14,
  band: "moderate",
  wording: "unvalidated",
  is_first: true,
  change: null,
  is_marked: false,
};
const LATER: TrendScore = {
  ...START,
  response_id: "2",
  day: "2025-05-06",
  occasion: "session",
  total: 8,
  band: "mild",
  is_first: false,
  change: -6,
  is_marked: true,
};
const PHQ9: ScaleTrend = {
  questionnaire: "phq-9",
  highest: 27,
  change: 5,
  bands: [
    { code: "minimal", lowest: 0, highest: 4 },
    { code: "mild", lowest: 5, highest: 9 },
    { code: "moderate", lowest: 10, highest: 14 },
    { code: "moderately_severe", lowest: 15, highest: 19 },
    { code: "severe", lowest: 20, highest: 27 },
  ],
  scores: [START, LATER],
};
const TIERS: Tier[] = [
  { tier: "middle", reason: "note", day: "2025-05-06", total: null, name: "高橋 遥", role: "counsellor" },
  { tier: "high", reason: "phq9_total", day: "2025-04-01", total: 14, name: null, role: null },
];
const DATA: TrendsData = {
  scales: [PHQ9],
  sessions: [
    { day: "2025-04-01", role: "counsellor" },
    { day: "2025-04-20", role: "midwife" },
  ],
  tiers: TIERS,
};

async function markupOf(element: ReactNode, data: TrendsData = DATA): Promise<string> {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: "ja",
    defaultNS: "common",
    resources: { ja: { trends: words, common } },
    interpolation: { escapeValue: false },
  });
  const client = new QueryClient();
  client.setQueryData(trendsKey("p"), data);
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>{element}</QueryClientProvider>
    </I18nextProvider>,
  );
}

const plain = (markup: string) => markup.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

it("says the newest score, its band and the change from the first of the course in words and by a sign", async () => {
  const text = plain(await markupOf(<Trends personId="p" />));
  expect(text).toContain("2025年5月6日(火) 8点 軽い 経過の最初の回より6点低い点です。 ▼ 5点以上の変化");
  expect(text).toContain("2回の点数。最初は2025年4月1日(火)の14点、最後は2025年5月6日(火)の8点。相談のあった日は2日。");
  expect(text).toContain("8▼");
  expect(text).toContain("未検証訳");
});

it("names each band in the chart and has a tick for each day of a consultation", async () => {
  const markup = await markupOf(<Trends personId="p" />);
  for (const name of ["ごく軽い", "軽い", "中くらい", "やや重い", "重い"]) expect(markup).toContain(`>${name}</tspan>`);
  expect(markup.match(/<line class="[^"]*tick/g)).toHaveLength(2);
});

it("says why the risk tier is what it is, and who judged it", async () => {
  const text = plain(await markupOf(<Trends personId="p" />));
  expect(text).toContain("中くらい 2025年5月6日(火)から 心理師 高橋 遥の、署名した記録での判断です。");
  expect(text).toContain("高い 2025年4月1日(火)から PHQ-9 の合計が14点で、10点以上でした。");
});

it("gives the same as a table, the newest first", async () => {
  const text = plain(await markupOf(<ScoreTable scale={PHQ9} id="t" />));
  expect(text).toContain("2025年5月6日(火) 途中の回 未検証訳 8点 軽い −6 ▼ 5点以上の変化");
  expect(text.indexOf("−6")).toBeLessThan(text.indexOf("経過の最初"));
});

it("lets one choose where there is more than one scale, and says so where there is nothing", async () => {
  const gad7 = { ...PHQ9, questionnaire: "gad-7", change: null };
  const both = await markupOf(<Trends personId="p" />, { ...DATA, scales: [gad7, PHQ9] });
  expect(both).toMatch(/<option value="phq-9" selected="">PHQ-9/);
  const nothing = plain(await markupOf(<Trends personId="p" />, { scales: [], sessions: [], tiers: [] }));
  expect(nothing).toContain("点数はまだありません。");
  expect(nothing).toContain("判定はまだありません。");
});
