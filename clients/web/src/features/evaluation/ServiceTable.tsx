import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import type { Figures } from "./figures";
import styles from "./ServiceTable.module.css";

/** The consultations of each service, as a table whose rows carry their own bars. */
export function ServiceTable({ consultations }: { consultations: Figures["consultations"] }) {
  const { t } = useTranslation("coordinator");
  const { language } = useFormat();
  const most = Math.max(1, ...consultations.by_service.map((service) => service.consultations));
  return (
    <Card as="section" aria-labelledby="services-title">
      <h2 id="services-title">{t("services.title")}</h2>
      {consultations.by_service.length === 0 ? (
        <p>{t("services.none")}</p>
      ) : (
        <table className={styles.table}>
          <caption className="visually-hidden">{t("services.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("services.service")}</th>
              <th scope="col">{t("services.consultations")}</th>
              <th scope="col">{t("services.people")}</th>
            </tr>
          </thead>
          <tbody>
            {consultations.by_service.map((service) => (
              <tr key={service.code}>
                <th scope="row">
                  {textOf(service.name)}
                  <span className={styles.bar} aria-hidden="true">
                    <span className={styles.fill} style={{ scale: `${service.consultations / most} 1` }} />
                  </span>
                </th>
                <td>{service.consultations.toLocaleString(language)}</td>
                <td>{service.people.toLocaleString(language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
