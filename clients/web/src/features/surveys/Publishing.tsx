import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { useStore } from "@/features/consultation/use-store";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import type { SurveyDraft } from "./draft";
import { placeOf } from "./form";
import { surveysKey } from "./queries";
import styles from "./surveys.module.css";
import type { Survey, SurveyForm } from "./types";

/** What is still missing, and the publishing, which is asked once more: what came out never changes. */
export function Publishing({ draft }: { draft: SurveyDraft }) {
  const { t } = useTranslation("surveys");
  const client = useQueryClient();
  const { stored, form, saving } = useStore(draft.state);
  const [isAsking, setAsking] = useState(false);
  const [lacks, setLacks] = useState(false);
  const publish = useMutation({
    mutationFn: () =>
      api.post<Survey>(`/surveys/${stored.id}/publish`, { revision: draft.state.get().stored.revision }),
    onSuccess: (survey) => {
      draft.adopt(survey);
      void client.invalidateQueries({ queryKey: [...surveysKey, "list"] });
    },
    onError: (error) => {
      // Another device was quicker: what it wrote is shown before anybody publishes it.
      const { survey } = asApiError(error).params;
      if (survey !== undefined) draft.adopt(survey as Survey);
    },
    onSettled: () => setAsking(false),
  });
  const isOut = stored.state === "published" && !stored.has_changes && saving === "saved";
  const ask = async () => {
    await draft.flush();
    const now = draft.state.get();
    if (now.saving !== "saved") return;
    setLacks(now.stored.faults.length > 0);
    if (now.stored.faults.length === 0) setAsking(true);
  };
  const next = (stored.versions[0]?.version ?? 0) + 1;
  return (
    <section className={styles.part} aria-labelledby="survey-publishing">
      <h2 id="survey-publishing">{t("publish.title")}</h2>
      {isOut ? (
        <p>{t("publish.isOut", { version: next - 1 })}</p>
      ) : (
        <>
          <p>{t("publish.lead")}</p>
          {lacks && stored.faults.length > 0 ? (
            <Notice tone="care" live title={t("publish.lacks")}>
              <ul className={styles.faults}>
                {stored.faults.map((fault) => (
                  <li key={fault}>{faultText(fault, form, t)}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <Button onPress={() => void ask()} isPending={publish.isPending}>
            {t("publish.action", { version: next })}
          </Button>
        </>
      )}
      {publish.error ? (
        <Notice tone="care" live>
          {errorText(publish.error)}
        </Notice>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("publish.ask", { version: next })}
        confirmLabel={t("publish.confirm")}
        cancelLabel={t("publish.keep")}
        onConfirm={() => publish.mutate()}
        isPending={publish.isPending}
      >
        <p>{t("publish.body", { when: t(`occasion.${form.asking.occasion}`), count: form.questions.length })}</p>
        <p>{t("publish.never")}</p>
      </ConfirmDialog>
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation<"surveys">>["t"];

/** A place of the server ("q2.options.1.ja") in words. */
function faultText(fault: string, form: SurveyForm, t: Translate): string {
  const [first = "", part, place, last] = fault.split(".");
  if (first === "title") return t("fault.title", { language: t(`language.${part}`) });
  if (first === "questions" || first === "asking") return t(`fault.${first}`);
  const name = t("question", { number: placeOf(form.questions, first) + 1 });
  if (part === "words") return t("fault.words", { name, language: t(`language.${place}`) });
  if (part === "range") return t("fault.range", { name });
  if (place === undefined) return t("fault.options", { name });
  return t("fault.option", { name, number: Number(place) + 1, language: t(`language.${last}`) });
}
