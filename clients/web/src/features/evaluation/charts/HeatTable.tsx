import { type ReactNode, useId } from "react";
import styles from "./HeatTable.module.css";
import { shadeOf } from "./scale";

interface HeatTableProps {
  title: string;
  sentence: ReactNode;
  corner: string;
  columns: readonly { key: string; label: string }[];
  rows: readonly {
    key: string;
    label: string;
    cells: readonly { value: number; text: string; detail: string | null }[];
  }[];
}

/** A table whose cells are shaded by their value: the chart and its table are one, and every cell says its number. */
export function HeatTable({ title, sentence, corner, columns, rows }: HeatTableProps) {
  const id = useId();
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.map(({ value }) => value)));
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
        <p className={styles.quiet}>{sentence}</p>
      </figcaption>
      <table className={styles.heat}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {cells.map(({ value, text, detail }, index) => (
                <td key={columns[index]?.key} data-shade={shadeOf(value, most)}>
                  {text}
                  {detail === null ? null : <span className={styles.detail}>{detail}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
