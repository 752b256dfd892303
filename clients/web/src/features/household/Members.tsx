import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import styles from "./Household.module.css";
import { type Member, useHouseholdSteps } from "./queries";

/** Those who are invited or have joined; each can be put out, and all at once. Nobody is told by it. */
export function Members({ members }: { members: readonly Member[] }) {
  const { t } = useTranslation("household");
  const { end, takeBack } = useHouseholdSteps();
  const [asked, setAsked] = useState<Member | "all" | null>(null);
  const failed = end.error ?? takeBack.error;
  const confirm = () => {
    const done = {
      onSuccess: () => announce(t(asked === "all" ? "all.done" : "end.done")),
      onSettled: () => setAsked(null),
    };
    if (asked === "all") takeBack.mutate(undefined, done);
    else if (asked !== null) end.mutate(asked.id, done);
  };
  return (
    <Card as="section" aria-labelledby="members-title">
      <h2 id="members-title">{t("members.title")}</h2>
      <ul className={styles.list}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onEnd={() => setAsked(member)} />
        ))}
      </ul>
      {failed ? (
        <Notice tone="care" live>
          <p>{errorText(failed)}</p>
        </Notice>
      ) : null}
      <Button variant="secondary" block onPress={() => setAsked("all")}>
        {t("all.action")}
      </Button>
      <p className={styles.quiet}>{t("all.hint")}</p>
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={
          asked === "all" ? t("all.title") : t(`end.title.${asked?.state ?? "joined"}`, { name: asked?.name ?? "" })
        }
        confirmLabel={t(asked === "all" ? "all.confirm" : `end.confirm.${asked?.state ?? "joined"}`)}
        cancelLabel={t(asked === "all" ? "all.cancel" : "end.cancel")}
        onConfirm={confirm}
        isPending={end.isPending || takeBack.isPending}
      >
        <p>{t(asked === "all" ? "all.body" : `end.body.${asked?.state ?? "joined"}`)}</p>
      </ConfirmDialog>
    </Card>
  );
}

function MemberRow({ member, onEnd }: { member: Member; onEnd: () => void }) {
  const { t } = useTranslation("household");
  const format = useFormat();
  const state =
    member.joined_at === null
      ? t("members.invited", { until: format.dateTime(member.good_until) })
      : member.account_name === member.name
        ? t("members.joined", { date: format.date(member.joined_at) })
        : t("members.joinedAs", { date: format.date(member.joined_at), name: member.account_name });
  return (
    <li className={styles.member}>
      <span className={styles.words}>
        <span className={styles.name}>{t("members.name", { name: member.name, kind: t(`kind.${member.kind}`) })}</span>
        <span className={styles.quiet}>{state}</span>
      </span>
      <Button variant="quiet" onPress={onEnd} aria-label={t(`members.endOf.${member.state}`, { name: member.name })}>
        {t(`members.end.${member.state}`)}
      </Button>
    </li>
  );
}
