import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useFormat } from "@/time/use-format";
import { Icon } from "@/ui/Icon";
import { useGoingOn } from "../consultation/queries";
import styles from "./Queue.module.css";

interface GoingOnProps {
  selected: string | null;
  onSelect: () => void;
}

/** The consultations that go on in writing, of whatever day; first those that wait for an answer. */
export function GoingOn({ selected, onSelect }: GoingOnProps) {
  const { t } = useTranslation("writing");
  const format = useFormat();
  const { data = [] } = useGoingOn();
  if (data.length === 0) return null;
  const ordered = [...data].sort(
    (one, other) =>
      Number(other.unanswered) - Number(one.unanswered) ||
      (one.writing_until ?? "").localeCompare(other.writing_until ?? ""),
  );
  return (
    <section className={styles.queue} aria-labelledby="going-on-title">
      <h2 id="going-on-title" className={styles.heading}>
        {t("staff.list")}
      </h2>
      <ul className={styles.list}>
        {ordered.map(({ id, appointment, person, writing_until: until, unanswered }) => (
          <li key={id}>
            <Link
              href={`/work/${appointment.id}`}
              className={styles.item}
              aria-current={appointment.id === selected || undefined}
              onClick={onSelect}
            >
              <span className={styles.kind}>
                <Icon name="text" size={22} />
              </span>
              <span className={styles.words}>
                <span className={styles.name}>{t("clinician:name", { name: person.display_name })}</span>
                <span className={styles.detail}>
                  {t("staff.until", { until: format.dateTime(until ?? "") })}
                  {unanswered ? <span className={styles.tag}>{t("staff.unanswered")}</span> : null}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
