import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

/** By who may see it: the address and the name of its picture. */
const PAGES: Record<string, [address: string, name: string][]> = {
  mio: [
    ["/", "home-of-mio"],
    ["/book", "book"],
    ["/consultations", "consultations"],
    ["/family", "family"],
    ["/family/profile", "family-profile"],
    ["/family/contact", "family-contact"],
    ["/family/consents", "family-consents"],
    ["/family/household", "family-household"],
    ["/family/access", "family-access"],
    ["/family/data", "family-data"],
    ["/family/erasure", "family-erasure"],
    ["/family/reminders", "family-reminders"],
    ["/family/password", "family-password"],
    ["/notices", "notices"],
    ["/questionnaire", "questionnaire-none"],
    ["/nothing-here", "not-found"],
  ],
  sho: [["/", "home-of-a-partner"]],
  suzuki: [
    ["/work", "work-empty"],
    ["/duty", "duty"],
    ["/settings", "settings"],
    ["/settings/reminders", "settings-reminders"],
    ["/settings/password", "settings-password"],
    ["/templates", "templates-none"],
  ],
  yamamoto: [
    ["/work", "work-of-the-psychiatrist"],
    ["/cosignings", "cosignings-of-a-supervisor"],
  ],
  nakamura: [
    ["/today", "today"],
    ["/today/appointments", "today-appointments"],
    ["/absences/new", "absence"],
    ["/absences/displaced", "displaced-none"],
    ["/rota", "rota"],
    ["/rota/uncovered", "rota-uncovered"],
    ["/rota/swaps", "rota-swaps-none"],
    ["/rota/settings", "rota-settings"],
    ["/alerts", "alerts-of-the-coordinator"],
    ["/alerts/chain", "alert-chain"],
    ["/alerts/lines", "crisis-lines"],
    ["/services", "services"],
    ["/surveys", "surveys-none"],
    ["/schedules", "schedules-all"],
    ["/schedules/closings", "schedules-closings"],
    ["/supervisors", "supervisors"],
    ["/figures", "figures"],
    ["/figures/measures/registrations", "figures-registrations"],
    ["/figures/measures/phq9", "figures-phq9"],
    ["/figures/funnel", "figures-funnel"],
    ["/figures/times", "figures-times"],
    ["/figures/load", "figures-load"],
    ["/figures/groups", "figures-groups"],
    ["/figures/calls", "figures-calls"],
    ["/figures/reports", "reports"],
    ["/figures/review", "review"],
  ],
  kobayashi: [["/figures", "figures-of-the-officer"]],
  kato: [
    ["/accounts", "accounts"],
    ["/supervisors", "supervisors-of-the-administrator"],
    ["/jobs", "jobs"],
    ["/keeping", "keeping"],
    ["/mails", "mails"],
  ],
};

const CLIENTS = new Set(["mio", "sho"]);

for (const [key, pages] of Object.entries(PAGES)) {
  test(`every page of ${key} is whole, as wide as the window and readable`, async ({ visit }, { project }) => {
    const usual = CLIENTS.has(key) ? "phone" : "desktop";
    const { page } = await visit("ja", `${key}@hagukumi.example`);
    for (const [address, name] of pages) {
      await test.step(address, async () => {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expectNoSidewaysScroll(page);
        if (project.name === usual) await expectAccessible(page);
        await picture(page, name);
      });
    }
  });
}
