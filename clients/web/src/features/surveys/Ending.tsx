import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { useStore } from "@/features/consultation/use-store";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import type { SurveyDraft } from "./draft";
import { surveysKey } from "./queries";
import type { Survey } from "./types";

/** Copying a survey, and ending it: one that came out stays with its results, a draft is deleted. */
export function Ending({ draft }: { draft: SurveyDraft }) {
  const { t } = useTranslation("surveys");
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const { stored, form } = useStore(draft.state);
  const [isAsking, setAsking] = useState(false);
  const isDraft = stored.state === "draft";
  const refresh = () => void client.invalidateQueries({ queryKey: surveysKey });
  const copy = useMutation({
    mutationFn: () => {
      const ja = `${form.title.ja}${t("copyOf")}`.slice(0, 80);
      return api.post<Survey>("/surveys", { ...form, title: { ...form.title, ja } });
    },
    onSuccess: ({ id }) => {
      refresh();
      goTo(`/surveys/${id}`);
    },
  });
  const end = useMutation({
    mutationFn: async () => {
      if (isDraft) {
        await api.delete(`/surveys/${stored.id}`);
        return null;
      }
      return api.post<Survey>(`/surveys/${stored.id}/retire`);
    },
    onSuccess: (survey) => {
      if (survey === null) {
        refresh();
        goTo("/surveys");
      } else draft.adopt(survey);
    },
    onSettled: () => setAsking(false),
  });
  const failure = copy.error ?? end.error;
  const words = isDraft ? "discard" : "retire";
  return (
    <>
      <Actions>
        <Button variant="quiet" isPending={copy.isPending} onPress={() => copy.mutate()}>
          {t("copy")}
        </Button>
        {stored.state === "retired" ? null : (
          <Button variant="quiet" isPending={end.isPending} onPress={() => setAsking(true)}>
            {t(`${words}.action`)}
          </Button>
        )}
      </Actions>
      {failure ? (
        <Notice tone="care" live>
          {errorText(failure)}
        </Notice>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t(`${words}.title`)}
        confirmLabel={t(`${words}.confirm`)}
        cancelLabel={t(`${words}.keep`)}
        onConfirm={() => end.mutate()}
        isPending={end.isPending}
      >
        <p>{t(`${words}.body`)}</p>
      </ConfirmDialog>
    </>
  );
}
