import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { textOf } from "@/i18n";
import { FigureTable } from "@/ui/FigureTable";
import type { Table } from "./queries";
import styles from "./reports.module.css";
import { useSpans } from "./spans";
import { Withheld, WithheldNote } from "./Withheld";

const TOTAL = null;

/** A listed table: spans of time down, categories across, and the totals last. */
export function ReportTable({ table }: { table: Table }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const span = useSpans();
  const values = new Map(table.cells.map((cell) => [`${cell.span} ${cell.category ?? ""}`, cell.value]));
  const longer = new Set(table.spans.map((one) => one.within));
  return (
    <>
      <FigureTable labelledBy={table.name}>
        <thead>
          <tr>
            <th scope="col">{t("span")}</th>
            {table.categories.map((category) => (
              <th key={category.code} scope="col">
                {textOf(category.name)}
              </th>
            ))}
            <th scope="col">{t("total")}</th>
          </tr>
        </thead>
        <tbody>
          {table.spans.map(({ name }) => (
            <tr key={name} className={longer.has(name) ? styles.sum : undefined}>
              <th scope="row">{span(name)}</th>
              {[...table.categories.map((category) => category.code), TOTAL].map((code) => {
                const value = values.get(`${name} ${code ?? ""}`) ?? null;
                return <td key={code ?? ""}>{value === null ? <Withheld /> : words.number(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </FigureTable>
      <WithheldNote in={table.cells.some((cell) => cell.value === null)} />
    </>
  );
}
