import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useStore } from "@/features/consultation/use-store";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { AskingFields } from "./AskingFields";
import { SurveyDraft } from "./draft";
import { Ending } from "./Ending";
import { hasEnglish } from "./form";
import { PhonePreview } from "./PhonePreview";
import { Publishing } from "./Publishing";
import { QuestionList } from "./QuestionList";
import { surveyQuery, surveysKey } from "./queries";
import styles from "./surveys.module.css";
import type { Survey } from "./types";

/** One survey: written here, seen as on a phone beside it, and published. */
export default function SurveyPage({ id }: { id: string }) {
  const { t } = useTranslation("surveys");
  // What is being written is not replaced by what comes later: the draft itself joins it.
  const survey = useQuery(surveyQuery(id, "editor"));
  return (
    <Page title={t("editTitle")} back="/surveys" backLabel={t("title")} width="wide">
      <Answer of={survey}>{(found) => <Editor key={found.id} survey={found} />}</Answer>
    </Page>
  );
}

function useDraft(survey: Survey): SurveyDraft {
  const client = useQueryClient();
  const [draft] = useState(
    () =>
      new SurveyDraft(
        { save: (form, revision) => api.put<Survey>(`/surveys/${survey.id}`, { form, revision }) },
        survey,
      ),
  );
  useEffect(() => {
    const leave = () => void (document.visibilityState === "hidden" && draft.flush());
    const warn = (event: BeforeUnloadEvent) => {
      if (draft.state.get().saving === "saved") return;
      void draft.flush();
      event.preventDefault();
    };
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("beforeunload", warn);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("beforeunload", warn);
      draft.close();
      void client.invalidateQueries({ queryKey: [...surveysKey, "list"] });
    };
  }, [draft, client]);
  return draft;
}

function Editor({ survey }: { survey: Survey }) {
  const { t } = useTranslation("surveys");
  const draft = useDraft(survey);
  const { stored, form, joined } = useStore(draft.state);
  const [inEnglish, setInEnglish] = useState(() => hasEnglish(form));
  const [shown, setShown] = useState<string | null>(null);
  const isRetired = stored.state === "retired";
  const latest = stored.versions[0];
  return (
    <>
      <p className={styles.standing}>
        <strong>{t(`state.${stored.state}`)}</strong>
        {latest ? <span>{t("version", { version: latest.version })}</span> : null}
        {stored.has_changes && !isRetired ? <span>{t("hasChanges")}</span> : null}
      </p>
      {latest ? (
        <ButtonLink href={`/surveys/${stored.id}/results`} variant="secondary">
          {t("toResults")}
        </ButtonLink>
      ) : null}
      {joined ? (
        <Notice live>
          <p>{t("joined.all")}</p>
          {joined.doubled > 0 ? <p>{t("joined.doubled", { count: joined.doubled })}</p> : null}
          {joined.otherTitle ? <p>{t("joined.title", { title: joined.otherTitle })}</p> : null}
        </Notice>
      ) : null}
      {isRetired ? <Notice>{t("isRetired")}</Notice> : null}
      <div className={styles.editor}>
        <fieldset className={styles.form} disabled={isRetired} aria-label={t("editTitle")}>
          <TextField
            label={t("name")}
            hint={t("nameHint")}
            value={form.title.ja}
            maxLength={80}
            isDisabled={isRetired}
            onChange={(text) => draft.change({ type: "title", language: "ja", text })}
          />
          {inEnglish ? (
            <TextField
              label={t("inEnglish", { label: t("name") })}
              value={form.title.en}
              maxLength={80}
              isDisabled={isRetired}
              onChange={(text) => draft.change({ type: "title", language: "en", text })}
            />
          ) : null}
          <Checkbox isSelected={inEnglish} isDisabled={isRetired || hasEnglish(form)} onChange={setInEnglish}>
            {t("alsoEnglish")}
          </Checkbox>
          <QuestionList draft={draft} form={form} inEnglish={inEnglish} isDisabled={isRetired} onShow={setShown} />
          <AskingFields
            asking={form.asking}
            isDisabled={isRetired}
            onChange={(asking) => draft.change({ type: "asking", asking })}
          />
        </fieldset>
        <PhonePreview form={form} shown={shown} />
      </div>
      <Saving draft={draft} />
      {isRetired ? null : <Publishing draft={draft} />}
      <Ending draft={draft} />
    </>
  );
}

function Saving({ draft }: { draft: SurveyDraft }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  const { stored, saving, error } = useStore(draft.state);
  return (
    <>
      <p className={styles.saving} role="status">
        <Icon name={saving === "saved" ? "check" : "clock"} size={20} />
        {saving === "saved" ? t("saved", { time: format.time(stored.changed_at) }) : t(`saving.${saving}`)}
      </p>
      {saving === "refused" && error ? (
        <Notice tone="care" live>
          {errorText(error)}
        </Notice>
      ) : null}
    </>
  );
}
