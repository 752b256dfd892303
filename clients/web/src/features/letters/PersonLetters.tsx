import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { LinkRows } from "@/ui/LinkRows";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import styles from "./Letters.module.css";
import { letterKey, lettersKey, useLetters } from "./queries";
import type { Letter, LetterKind } from "./types";

const KINDS: readonly LetterKind[] = ["referral", "handover"];

/** On a person's record: the letters about them, and the way to a new one. */
export default function PersonLetters({ personId }: { personId: string }) {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const letters = useLetters(personId);
  const begin = useMutation({
    mutationFn: (kind: LetterKind) => api.post<Letter>(`/persons/${personId}/letters`, { kind }),
    onSuccess: (letter) => {
      client.setQueryData(letterKey(letter.id), letter);
      void client.invalidateQueries({ queryKey: lettersKey(personId) });
      goTo(`/letters/${letter.id}`);
    },
  });
  return (
    <section className={styles.screen} aria-labelledby="letters">
      <h2 id="letters">{t("title")}</h2>
      <Answer of={letters}>
        {(list) =>
          list.length === 0 ? (
            <p className={styles.quiet}>{t("none")}</p>
          ) : (
            <LinkRows
              rows={list.map((letter) => ({
                href: `/letters/${letter.id}`,
                title: `${t(`kind.${letter.kind}`)} ${letter.institution}`,
                detail: t("row", {
                  state: t(`state.${letter.state}`),
                  date: format.date(letter.issued_at ?? letter.updated_at),
                  name: letter.author_name,
                }),
              }))}
            />
          )
        }
      </Answer>
      {begin.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(begin.error)}</p>
        </Notice>
      )}
      <div className={styles.acts}>
        {KINDS.map((kind) => (
          <Button key={kind} variant="secondary" onPress={() => begin.mutate(kind)} isPending={begin.isPending}>
            {t(`begin.${kind}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}
