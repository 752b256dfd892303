import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, it } from "vitest";
import { Router } from "wouter";
import { keys } from "@/api/keys";
import type { EncounterOut } from "@/generated/protocol";
import words from "@/i18n/ja/clinician.json";
import common from "@/i18n/ja/common.json";
import { encounterKeys } from "../consultation/queries";
import { Queue } from "./Queue";

function encounter(id: string, display_name: string, gone = false): EncounterOut {
  return {
    id,
    state: "arrived",
    alerted_at: null,
    gone,
    waiting_since: "2026-11-24T01:00:00Z",
    person: { id: `p${id}`, display_name },
    appointment: {
      id: `a${id}`,
      starts_at: "2026-11-24T01:00:00Z",
      modality: "video",
      service: { name: { ja: "助産師相談", en: "Midwife" } },
    },
  } as unknown as EncounterOut;
}

async function rows(unread: string[], selected: string | null): Promise<string[]> {
  const i18n = i18next.createInstance();
  const resources = { ja: { clinician: words, common } };
  await i18n.init({ lng: "ja", defaultNS: "common", resources, interpolation: { escapeValue: false } });
  const client = new QueryClient();
  client.setQueryData(encounterKeys.all, [
    encounter("1", "みお"),
    encounter("2", "はな"),
    encounter("3", "さき", true),
  ]);
  client.setQueryData(encounterKeys.unread, unread);
  client.setQueryData([...keys.appointments, "today"], []);
  const markup = renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <Router ssrPath="/work">
          <Queue selected={selected} onSelect={() => undefined} />
        </Router>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return [...markup.matchAll(/<li>(.*?)<\/li>/g)].map(([row]) => row.replace(/<[^>]+>/g, " "));
}

const UNREAD = "まだ読んでいない文字があります";

it("marks who wrote something that nobody read yet, in words, and no one else", async () => {
  const [mio, hana] = await rows(["1"], null);
  expect(mio).toContain(UNREAD);
  expect(hana).not.toContain(UNREAD);
});

it("marks nothing that is open before one's eyes", async () => {
  const [mio] = await rows(["1"], "a1");
  expect(mio).not.toContain(UNREAD);
});

it("whoever is gone since days stands in it no more", async () => {
  expect((await rows([], null)).join()).not.toContain("さき");
});
