import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { api } from "@/api/client";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { focusHeading } from "@/ui/page-focus";
import { Answer } from "@/ui/States";
import { LetterPaper } from "./LetterPaper";
import styles from "./Letters.module.css";
import { ownLettersKey, useLetterForms, useOwnLetter } from "./queries";
import type { OwnLetter } from "./types";

/** A letter about oneself: read first, then agreed to or refused; later what was sent. */
export default function OwnLetterPage() {
  const { t } = useTranslation("letters");
  const { letterId = "" } = useParams<{ letterId: string }>();
  const letter = useOwnLetter(letterId);
  return (
    <div className={styles.printed}>
      <Page
        title={letter.data ? t(`kind.${letter.data.kind}`) : t("one")}
        documentTitle={t("one")}
        back="/consultations"
        backLabel={t("common:nav.consultations")}
      >
        <Answer of={letter}>{(one) => <Own letter={one} />}</Answer>
      </Page>
    </div>
  );
}

function Own({ letter }: { letter: OwnLetter }) {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const forms = useLetterForms();
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (agrees: boolean) =>
      api.put<OwnLetter>(`/own-letters/${letter.id}/answer`, { version: letter.version, agrees }),
    onSuccess: (changed) => {
      client.setQueryData([...ownLettersKey, letter.id], changed);
      // What was answered stands above the letter, and the buttons below it.
      focusHeading();
      announce(t(`own.answered.${changed.state}`));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ownLettersKey }),
  });
  const isOpen = letter.state === "asked" || letter.state === "agreed" || letter.state === "refused";
  const ground = forms.data?.grounds.grounds.find(({ code }) => code === letter.ground);
  return (
    <>
      <div className={styles.screen}>
        <Notice icon="note">
          <p>
            <strong>
              {t(`own.standing.${letter.state}`, {
                name: letter.author_name,
                to: letter.fields.institution,
                date: format.date(letter.issued_at ?? letter.asked_at ?? ""),
              })}
            </strong>
          </p>
          {ground === undefined ? null : <p>{t("own.ground", { ground: textOf(ground.label) })}</p>}
          {letter.revocation === null ? null : <p>{t("revoked", { reason: letter.revocation })}</p>}
          {isOpen ? <p>{t("own.free")}</p> : null}
        </Notice>
      </div>
      <LetterPaper
        letter={letter}
        title={letter.author_title.ja}
        mark={letter.state === "revoked" ? t("mark.revoked") : isOpen ? t("mark.draft") : undefined}
      />
      {isOpen ? (
        <div className={styles.screen}>
          {answer.error === null ? null : (
            <Notice tone="care" live>
              <p>{errorText(answer.error)}</p>
            </Notice>
          )}
          {/* Neither answer is the likelier one: both look the same. */}
          <Actions>
            <Button
              variant="secondary"
              onPress={() => answer.mutate(false)}
              isPending={answer.isPending}
              isDisabled={letter.agrees === false}
              block
            >
              {t("own.refuse")}
            </Button>
            <Button
              variant="secondary"
              onPress={() => answer.mutate(true)}
              isPending={answer.isPending}
              isDisabled={letter.agrees === true}
              block
            >
              {t("own.agree")}
            </Button>
          </Actions>
        </div>
      ) : null}
    </>
  );
}
