import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Unit } from "@/features/evaluation/data";
import { useWords } from "@/features/evaluation/words";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { FigureTable } from "@/ui/FigureTable";
import { Answer } from "@/ui/States";
import { useNames } from "./names";
import { type Comparison, useComparison } from "./queries";
import styles from "./reports.module.css";

/** A frozen report beside the live figures of the same period, where they differ. */
export function Compared({ id }: { id: string }) {
  const { t } = useTranslation("reports");
  const [wanted, setWanted] = useState(false);
  const comparison = useComparison(id, wanted);
  return (
    <Card as="section" className={styles.unprinted}>
      <h2 id="compared">{t("compare.title")}</h2>
      <p>{t("compare.lead")}</p>
      {wanted ? (
        <Answer of={comparison}>
          {({ recomputes, differences }) => (
            <>
              <p role="status">{t(recomputes ? "compare.same" : "compare.broken")}</p>
              {differences.length === 0 ? <p>{t("compare.none")}</p> : <Differences of={differences} />}
            </>
          )}
        </Answer>
      ) : (
        <Button variant="secondary" onPress={() => setWanted(true)}>
          {t("compare.do")}
        </Button>
      )}
    </Card>
  );
}

function Differences({ of }: { of: Comparison["differences"] }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const names = useNames();
  const say = (value: number | null, unit: string | null) => {
    if (value === null) return t("compare.nothing");
    return unit === null ? words.number(value) : words.say(value, unit as Unit);
  };
  return (
    <FigureTable labelledBy="compared">
      <thead>
        <tr>
          {(["where", "span", "part", "frozen", "live"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`compare.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={`${one.where} ${one.span} ${one.part}`}>
            <th scope="row">{names.where(one)}</th>
            <td>{names.span(one)}</td>
            <td>{names.part(one)}</td>
            <td>{say(one.frozen, one.unit)}</td>
            <td>{say(one.live, one.unit)}</td>
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}
