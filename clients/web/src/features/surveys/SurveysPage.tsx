import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { LinkRows } from "@/ui/LinkRows";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { emptyForm } from "./form";
import { surveysKey, surveysQuery } from "./queries";
import styles from "./surveys.module.css";
import type { Survey, SurveyRow } from "./types";

/** The coordinators' own surveys, each with where it stands. */
export default function SurveysPage() {
  const { t } = useTranslation("surveys");
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const surveys = useQuery(surveysQuery());
  const create = useMutation({
    mutationFn: () => api.post<Survey>("/surveys", emptyForm()),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: surveysKey });
      goTo(`/surveys/${id}`);
    },
  });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Answer of={surveys}>
        {({ surveys: all, full }) => {
          const here = all.filter(({ state }) => state !== "retired");
          const retired = all.filter(({ state }) => state === "retired");
          return (
            <Stack gap={5}>
              {full ? <Notice>{t("full")}</Notice> : null}
              <Button block isPending={create.isPending} isDisabled={full} onPress={() => create.mutate()}>
                {t("create")}
              </Button>
              {create.error ? (
                <Notice tone="care" live>
                  {errorText(create.error)}
                </Notice>
              ) : null}
              {here.length === 0 ? <Empty icon="note" title={t("none")} /> : <Rows surveys={here} />}
              {retired.length === 0 ? null : (
                <section className={styles.part}>
                  <h2>{t("retiredOnes")}</h2>
                  <Rows surveys={retired} />
                </section>
              )}
              <p className={styles.quiet}>{t("scales")}</p>
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}

function Rows({ surveys }: { surveys: readonly SurveyRow[] }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  return (
    <LinkRows
      rows={surveys.map((each) => ({
        href: `/surveys/${each.id}`,
        title: textOf(each.title) || t("untitled"),
        detail: [
          t(`state.${each.state}`),
          each.version === null ? null : t("version", { version: each.version }),
          t("questions", { count: each.questions }),
          each.has_changes ? t("hasChanges") : null,
          t("changedOn", { day: format.date(each.changed_at) }),
        ]
          .filter((part) => part !== null)
          .join(t("common:dot")),
      }))}
    />
  );
}
