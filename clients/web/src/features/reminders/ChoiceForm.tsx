import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ReminderChoice, ReminderLead } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { Notice } from "@/ui/Notice";
import styles from "./RemindersPage.module.css";

const LEADS: readonly ReminderLead[] = ["day", "hour", "ten_minutes"];
type Way = "in_app" | "by_mail";

/** Boxes to tick; each is kept as soon as it is ticked, and goes back when that did not work. */
export function ChoiceForm({ now }: { now: ReminderChoice }) {
  const { t } = useTranslation("reminders");
  const { email, email_confirmed } = useMe();
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: ({ in_app, by_mail, news_by_mail }: ReminderChoice) =>
      api.put<ReminderChoice>("/me/reminders", { in_app, by_mail, news_by_mail }),
    // One after another, so that the last tick is what stays.
    scope: { id: "reminders" },
    onMutate: (next) => queries.setQueryData(keys.reminders, next),
    onSuccess: () => announce(t("common:saved")),
    onError: () => queries.invalidateQueries({ queryKey: keys.reminders }),
  });
  const tick = (way: Way, lead: ReminderLead, isSelected: boolean) => {
    const others = now[way].filter((each) => each !== lead);
    keep.mutate({ ...now, [way]: isSelected ? [...others, lead] : others });
  };
  const boxes = (way: Way) => (
    <ul className={styles.boxes}>
      {LEADS.map((lead) => (
        <li key={lead}>
          <Checkbox isSelected={now[way].includes(lead)} onChange={(isSelected) => tick(way, lead, isSelected)}>
            {t(`lead.${lead}`)}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
  return (
    <Stack>
      <Part title={t("inApp.title")} words={t("inApp.words")}>
        {boxes("in_app")}
      </Part>
      <Part title={t("byMail.title")} words={t("byMail.words", { email })}>
        {now.mail_reaches_me || !email_confirmed ? null : (
          <Notice tone="care">
            <p>{t("byMail.nowhere")}</p>
          </Notice>
        )}
        {boxes("by_mail")}
        <Checkbox isSelected={now.news_by_mail} onChange={(news_by_mail) => keep.mutate({ ...now, news_by_mail })}>
          {t("byMail.news")}
        </Checkbox>
      </Part>
      <p className={styles.hint}>{t("night")}</p>
      {keep.isError ? (
        <Notice tone="care" live>
          <p>{errorText(keep.error)}</p>
        </Notice>
      ) : null}
    </Stack>
  );
}

function Part({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card as="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className={styles.hint}>{words}</p>
      {children}
    </Card>
  );
}
