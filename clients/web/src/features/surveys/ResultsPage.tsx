import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bars } from "@/features/evaluation/charts/Bars";
import { Chart } from "@/features/evaluation/charts/Chart";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { Card, Stack } from "@/ui/Card";
import { FileButtons } from "@/ui/FileButtons";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { Answer, Empty } from "@/ui/States";
import { resultsQuery, surveyQuery } from "./queries";
import styles from "./surveys.module.css";
import type { QuestionResult, Results, Survey } from "./types";

/** What a survey was answered with, version by version: counts, as bars and as a table. */
export default function ResultsPage({ id }: { id: string }) {
  const { t } = useTranslation("surveys");
  const survey = useQuery(surveyQuery(id, "results"));
  return (
    <Page title={t("results.title")} back={`/surveys/${id}`} backLabel={t("editTitle")} width="wide">
      <Answer of={survey}>
        {(found) =>
          found.versions.length === 0 ? <Empty icon="note" title={t("results.notOut")} /> : <Versions survey={found} />
        }
      </Answer>
    </Page>
  );
}

function Versions({ survey }: { survey: Survey }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  const [version, setVersion] = useState(survey.versions[0]?.version ?? 1);
  const results = useQuery(resultsQuery(survey.id, version));
  return (
    <>
      {survey.versions.length > 1 ? (
        <SelectField
          label={t("results.version")}
          value={String(version)}
          options={survey.versions.map((each) => ({
            value: String(each.version),
            label: t("results.versionOf", { version: each.version, day: format.date(each.published_at) }),
          }))}
          onChange={(value) => setVersion(Number(value))}
        />
      ) : null}
      <Answer of={results}>{(found) => <Counted results={found} />}</Answer>
      <FileButtons
        files={[
          {
            label: t("results.csv"),
            path: `/surveys/${survey.id}/versions/${version}/results.csv`,
            name: `survey-results-${version}.csv`,
          },
        ]}
      />
    </>
  );
}

function Counted({ results }: { results: Results }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  const { threshold, together, completed, skipped } = results;
  const people = (count: number | null) =>
    count === null ? t("results.few", { threshold }) : t("results.people", { count });
  return (
    <Stack gap={5}>
      <Card as="section">
        <h2>{textOf(results.title)}</h2>
        <p className={styles.quiet}>
          {t("results.versionOf", { version: results.version, day: format.date(results.published_at) })}
        </p>
        <dl className={styles.numbers}>
          <div>
            <dt>{t("results.completed")}</dt>
            <dd>{people(completed)}</dd>
          </div>
          <div>
            <dt>{t("results.skipped")}</dt>
            <dd>{people(skipped)}</dd>
          </div>
        </dl>
        <p className={styles.quiet}>{t("results.rules", { threshold, together })}</p>
      </Card>
      {completed === null ? <Notice>{t("results.tooFew", { threshold })}</Notice> : null}
      {completed
        ? results.questions.map((each, at) => (
            <Card as="section" key={each.link_id}>
              <One result={each} number={at + 1} threshold={threshold} />
            </Card>
          ))
        : null}
    </Stack>
  );
}

function One({ result, number, threshold }: { result: QuestionResult; number: number; threshold: number }) {
  const { t } = useTranslation("surveys");
  const { answered, mean, options } = result;
  const title = t("results.question", { number, words: textOf(result.words) });
  const sentence = [
    answered === null ? t("results.answeredFew", { threshold }) : t("results.answered", { count: answered }),
    mean === null ? null : t("results.mean", { mean: mean.toFixed(2) }),
    result.kind === "text" ? t("results.textNote") : null,
  ]
    .filter((part) => part !== null)
    .join(" ");
  if (options.length === 0 || answered === null) {
    return (
      <>
        <h2>{title}</h2>
        <p>{sentence}</p>
      </>
    );
  }
  const withheld = t("results.withheld");
  const textOfCount = (count: number | null) =>
    count === null
      ? withheld
      : t("results.count", { count, share: answered === 0 ? 0 : Math.round((count / answered) * 100) });
  return (
    <Chart
      title={title}
      sentence={sentence}
      table={{
        columns: [t("results.answer"), t("results.number")],
        rows: options.map(({ value, words, count }) => ({
          key: String(value),
          cells: [textOf(words), count === null ? withheld : String(count)],
        })),
      }}
    >
      <Bars
        most={answered}
        bars={options.map(({ value, words, count }) => ({
          key: String(value),
          label: textOf(words),
          value: count ?? 0,
          text: textOfCount(count),
        }))}
      />
    </Chart>
  );
}
