import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, it } from "vitest";
import words from "@/i18n/ja/clinician.json";
import { Courses } from "./Courses";
import { episodesKey } from "./queries";
import type { Episode } from "./types";

const MIO: Episode = {
  id: "1",
  kind: "counselling",
  state: "active",
  outcome: null,
  opened_at: "2025-02-10T03:00:00Z",
  closed_at: null,
  person: { id: "2", display_name: "みお" },
};

async function shown(running: Episode[]): Promise<string> {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: "ja", resources: { ja: { clinician: words } }, interpolation: { escapeValue: false } });
  const client = new QueryClient();
  client.setQueryData([...episodesKey, "active"], running);
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <Courses />
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

it("lists each running course with whose it is, since when, and its close", async () => {
  const text = (await shown([MIO])).replace(/<[^>]+>/g, "");
  expect(text).toBe("続いているカウンセリングみおさん 2025年2月10日(月)から 経過を終える");
});

it("is not there when no course is running", async () => {
  expect(await shown([])).toBe("");
});
