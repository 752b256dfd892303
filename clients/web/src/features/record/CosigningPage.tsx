import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { api } from "@/api/client";
import { NoteText } from "@/features/note/NoteText";
import { ReasonDialog } from "@/features/note/ReasonDialog";
import { Sharing } from "@/features/note/Sharing";
import { Versions } from "@/features/note/Versions";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Actions, Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { cosigningsKey, useOpened } from "./queries";
import type { Cosigning } from "./types";

const COMMENT_MAX = 2_000;

/** One counselling note before the psychiatrist: read, then co-sign it or return it to its author. */
export default function CosigningPage() {
  const { t } = useTranslation("records");
  const { cosigningId = "" } = useParams<{ cosigningId: string }>();
  const opened = useOpened(cosigningId);
  return (
    <Page title={t("queue.one")} documentTitle={t("queue.one")} back="/cosignings" backLabel={t("queue.title")}>
      <Answer of={opened}>{(one) => <Review one={one} />}</Answer>
    </Page>
  );
}

/** As what the psychiatrist reads it, unless it is of a counsellor whom they supervise. */
function Capacity({ one }: { one: Cosigning }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  if (one.capacity === "supervisor") return null;
  if (one.capacity === "unsupervised") {
    return (
      <Notice title={t("queue.asAnyone")}>
        <p>{t("queue.asAnyoneBody")}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t("queue.asDeputy", { name: one.supervisor_name })}>
      <p>
        {one.supervisor_away_until === null
          ? t("queue.asDeputyOverdue")
          : t("queue.asDeputyAway", { day: format.date(noonOf(one.supervisor_away_until)) })}
      </p>
    </Notice>
  );
}

function Review({ one }: { one: Cosigning }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const [isReturning, setReturning] = useState(false);
  const { note } = one;
  const last = note.versions.at(-1);
  const done = (said: string) => {
    void client.invalidateQueries({ queryKey: cosigningsKey });
    announce(said);
    goTo("/cosignings");
  };
  const cosign = useMutation({
    mutationFn: () => api.post(`/cosignings/${one.id}/co-sign`),
    onSuccess: () => done(t("queue.cosigned")),
  });
  const giveBack = useMutation({
    mutationFn: (comment: string) => api.post(`/cosignings/${one.id}/return`, { comment }),
    onSuccess: () => done(t("queue.returned")),
  });
  if (last === undefined) return null;
  const isWaiting = note.cosigning?.state === "waiting";
  return (
    <>
      <p>
        {t("queue.row", { person: one.person_name, author: one.author_name })}
        <br />
        {t("queue.held", { time: format.dateTime(one.held_at) })}
      </p>
      {isWaiting ? <Capacity one={one} /> : null}
      <Card as="section" aria-labelledby="cosigned-note">
        <h2 id="cosigned-note">{t("note.title")}</h2>
        <NoteText note={{ ...last, form: note.form, form_version: note.form_version }} />
        {note.versions.length > 1 ? <Versions note={note} /> : null}
      </Card>
      <Sharing note={note} />
      {cosign.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(cosign.error)}</p>
        </Notice>
      )}
      {isWaiting ? (
        <Actions>
          <Button onPress={() => cosign.mutate()} isPending={cosign.isPending} block>
            {t("queue.cosign")}
          </Button>
          <Button variant="secondary" onPress={() => setReturning(true)} block>
            {t("queue.return")}
          </Button>
        </Actions>
      ) : (
        <Notice>{t("queue.over")}</Notice>
      )}
      <ReasonDialog
        isOpen={isReturning}
        onClose={() => setReturning(false)}
        title={t("queue.returnTitle", { name: one.author_name })}
        label={t("queue.comment")}
        missing={t("queue.commentMissing")}
        confirmLabel={t("queue.return")}
        cancelLabel={t("common:cancel")}
        maxLength={COMMENT_MAX}
        onConfirm={(comment) => giveBack.mutate(comment)}
        isPending={giveBack.isPending}
        error={giveBack.error}
      >
        <p>{t("queue.returnBody")}</p>
      </ReasonDialog>
    </>
  );
}
