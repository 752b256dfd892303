import { useTranslation } from "react-i18next";
import type { MeasureCode, Unit } from "@/features/evaluation/data";
import { useWords } from "@/features/evaluation/words";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import { FigureTable } from "@/ui/FigureTable";
import type { Content, Figure } from "./queries";
import { ReportTable } from "./ReportTable";
import styles from "./reports.module.css";
import { useSpans } from "./spans";
import { Withheld, WithheldNote } from "./Withheld";

/** The six measures, the listed tables and what they mean. */
export function ReportBody({ content }: { content: Content }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  return (
    <div className={styles.body}>
      <p>{t("knownAt", { at: format.dateTime(content.known_at) })}</p>
      {content.threshold === null ? null : <p>{t("withheldExplained", { most: content.threshold - 1 })}</p>}
      <Card as="section">
        <h2 id="measures">{t("measures")}</h2>
        <Measures content={content} />
        <WithheldNote
          in={content.measures.some(({ figure, quarters }) =>
            [figure, ...quarters.map((one) => one.figure)].some((one) => one.withheld),
          )}
        />
      </Card>
      {content.tables.map((table) => (
        <Card as="section" key={table.name}>
          <h2 id={table.name}>{textOf(table.title)}</h2>
          {table.at_most > 1 ? <p className={styles.quiet}>{t("several", { most: table.at_most })}</p> : null}
          <ReportTable table={table} />
        </Card>
      ))}
      <Card as="section">
        <h2>{t("definitions")}</h2>
        <ul>
          {content.definitions.map(({ figure, text }) => (
            <li key={figure}>{textOf(text)}</li>
          ))}
          {content.wordings.map((one) => (
            <li key={`${one.questionnaire}/${one.version}/${one.text_id}`}>
              {t("wording", {
                name: one.questionnaire,
                version: one.version,
                text: one.text_id,
                status: t(`status.${one.text_status as "original" | "unvalidated" | "licensed"}`),
                count: one.forms,
              })}
            </li>
          ))}
        </ul>
        <p className={styles.quiet}>{t("version", { version: content.definitions_version })}</p>
      </Card>
    </div>
  );
}

function Measures({ content }: { content: Content }) {
  const { t } = useTranslation("reports");
  const { t: named } = useTranslation("evaluation");
  const words = useWords();
  const span = useSpans();
  const quarters = content.measures[0]?.quarters.length ?? 0;
  return (
    <FigureTable labelledBy="measures">
      <thead>
        <tr>
          <th scope="col">{t("measure")}</th>
          <th scope="col" className={styles.target}>
            {t("target")}
          </th>
          <th scope="col">{t("period")}</th>
          {quarters > 1
            ? content.measures[0]?.quarters.map((point) => (
                <th key={point.span} scope="col">
                  {span(point.span)}
                </th>
              ))
            : null}
        </tr>
      </thead>
      <tbody>
        {content.measures.map((measure) => (
          <tr key={measure.code}>
            <th scope="row">{named(`measure.${measure.code as MeasureCode}`)}</th>
            <td className={styles.target}>{words.say(measure.target, measure.figure.unit as Unit)}</td>
            <Value figure={measure.figure} />
            {quarters > 1 ? measure.quarters.map((point) => <Value key={point.span} figure={point.figure} />) : null}
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

function Value({ figure }: { figure: Figure }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  if (figure.withheld)
    return (
      <td>
        <Withheld />
      </td>
    );
  return (
    <td>
      {words.figure({
        value: figure.value,
        unit: figure.unit as Unit,
        unmeasured: figure.unmeasured as Parameters<typeof words.figure>[0]["unmeasured"],
      })}
      {figure.n === null ? null : <span className={styles.note}>{t("n", { n: words.number(figure.n) })}</span>}
    </td>
  );
}
