import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { api } from "@/api/client";
import { ReasonDialog } from "@/features/note/ReasonDialog";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { Issue } from "./Issue";
import { LetterEditor } from "./LetterEditor";
import { LetterPaper } from "./LetterPaper";
import styles from "./Letters.module.css";
import { letterKey, lettersKey, useLetter, useLetterForms } from "./queries";
import type { Letter } from "./types";

const REASON_MAX = 500;

/** One letter: written by its author, then before its person, at last on paper. */
export default function LetterPage() {
  const { t } = useTranslation("letters");
  const { letterId = "" } = useParams<{ letterId: string }>();
  const letter = useLetter(letterId);
  const shown = letter.data;
  return (
    <div className={styles.printed}>
      <Page
        title={shown ? t(`kind.${shown.kind}`) : t("one")}
        documentTitle={t("one")}
        hideTitle={shown?.state === "issued" || shown?.state === "revoked"}
        {...(shown ? { back: `/records/${shown.person_id}`, backLabel: t("back") } : {})}
      >
        <Answer of={letter}>
          {(one) => (one.state === "draft" && one.is_own ? <LetterEditor letter={one} /> : <Standing letter={one} />)}
        </Answer>
      </Page>
    </div>
  );
}

function Standing({ letter }: { letter: Letter }) {
  const { t } = useTranslation("letters");
  const client = useQueryClient();
  const [isRevoking, setRevoking] = useState(false);
  const took = (changed: Letter) => {
    client.setQueryData(letterKey(letter.id), changed);
    void client.invalidateQueries({ queryKey: lettersKey(letter.person_id) });
  };
  const back = useMutation({
    mutationFn: () => api.post<Letter>(`/letters/${letter.id}/take-back`),
    onSuccess: took,
  });
  const tell = useMutation({ mutationFn: () => api.post<Letter>(`/letters/${letter.id}/tell`), onSuccess: took });
  const revoke = useMutation({
    mutationFn: (reason: string) => api.post<Letter>(`/letters/${letter.id}/revoke`, { reason }),
    onSuccess: (changed) => {
      took(changed);
      setRevoking(false);
    },
  });
  // Only what stands in the log is printed.
  const print = useMutation({
    mutationFn: () => api.post(`/letters/${letter.id}/print`),
    onSuccess: () => window.print(),
  });
  const isGiven = letter.state === "issued" || letter.state === "revoked";
  const failed = back.error ?? tell.error ?? print.error;
  return (
    <>
      <div className={styles.screen}>
        <State letter={letter} />
        {failed === null ? null : (
          <Notice tone="care" live>
            <p>{errorText(failed)}</p>
          </Notice>
        )}
        <div className={styles.acts}>
          {isGiven ? (
            <Button onPress={() => print.mutate()} isPending={print.isPending}>
              {t("print")}
            </Button>
          ) : null}
          {letter.is_own && !isGiven ? (
            <Button variant="secondary" onPress={() => back.mutate()} isPending={back.isPending}>
              {t("takeBack")}
            </Button>
          ) : null}
          {isGiven && letter.told_at === null ? (
            <Button variant="secondary" onPress={() => tell.mutate()} isPending={tell.isPending}>
              {t("tell")}
            </Button>
          ) : null}
          {letter.may_revoke ? (
            <Button variant="quiet" onPress={() => setRevoking(true)}>
              {t("revoke.begin")}
            </Button>
          ) : null}
        </div>
        {letter.is_own && letter.state !== "asked" && !isGiven ? (
          <Issue letter={letter} version={() => Promise.resolve(letter.version)} />
        ) : null}
      </div>
      <LetterPaper
        letter={letter}
        title={letter.sender_title.ja}
        mark={letter.state === "revoked" ? t("mark.revoked") : isGiven ? undefined : t("mark.draft")}
      />
      <ReasonDialog
        isOpen={isRevoking}
        onClose={() => setRevoking(false)}
        title={t("revoke.title")}
        label={t("revoke.reason")}
        missing={t("reasonMissing")}
        confirmLabel={t("revoke.confirm")}
        cancelLabel={t("common:cancel")}
        maxLength={REASON_MAX}
        onConfirm={(reason) => revoke.mutate(reason)}
        isPending={revoke.isPending}
        error={revoke.error}
      >
        <p>{t("revoke.body")}</p>
      </ReasonDialog>
    </>
  );
}

/** Where the letter stands, on what it rests, and whether its person knows. */
function State({ letter }: { letter: Letter }) {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const forms = useLetterForms();
  const ground = forms.data?.grounds.grounds.find(({ code }) => code === letter.ground);
  const at = letter.questions[0]?.answered_at ?? letter.questions[0]?.asked_at ?? letter.updated_at;
  return (
    <Notice tone={letter.state === "refused" || letter.state === "revoked" ? "care" : "info"} icon="note">
      <p>
        <strong>{t(`standing.${letter.state}`, { time: format.dateTime(letter.issued_at ?? at) })}</strong>
      </p>
      {letter.basis === null ? null : (
        <p>{t(`basis.${letter.basis}`, { date: letter.written_on === null ? "" : format.date(letter.written_on) })}</p>
      )}
      {ground === undefined ? null : (
        <>
          <p>{t("onGround", { ground: textOf(ground.label) })}</p>
          <p>{t("because", { reason: letter.ground_reason })}</p>
          {ground.needs_review ? <p>{t("groundReview")}</p> : null}
        </>
      )}
      {letter.withheld_reason === null ? null : <p>{t("withheld", { reason: letter.withheld_reason })}</p>}
      {letter.told_at === null ? null : <p>{t("told", { time: format.dateTime(letter.told_at) })}</p>}
      {letter.revocation === null ? null : <p>{t("revoked", { reason: letter.revocation })}</p>}
    </Notice>
  );
}
