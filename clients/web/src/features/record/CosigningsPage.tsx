import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { useWaiting } from "./queries";
import styles from "./Record.module.css";
import type { Waiting } from "./types";

/** For a supervising psychiatrist: the counselling notes that wait for a co-signature, the longest waiting first. */
export default function CosigningsPage() {
  const { t } = useTranslation("records");
  const waiting = useWaiting();
  return (
    <Page title={t("queue.title")} lead={t("queue.lead")}>
      <Answer of={waiting}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="check" title={t("queue.none")} />
          ) : (
            <ul className={styles.list}>
              {list.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </Answer>
      <ButtonLink href="/glass" variant="secondary">
        {t("glass.see")}
      </ButtonLink>
    </Page>
  );
}

function Row({ one }: { one: Waiting }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  return (
    <li>
      <Link href={`/cosignings/${one.id}`} className={styles.row}>
        <span className={styles.words}>
          <span className={styles.name}>{t("queue.row", { person: one.person_name, author: one.author_name })}</span>
          <span className={styles.detail}>
            {t(one.number > 0 ? "queue.amended" : "queue.held", { time: format.dateTime(one.held_at) })}
          </span>
          <span className={styles.detail}>
            {t("queue.since", { time: format.dateTime(one.asked_at) })}
            {one.is_overdue ? (
              <span className={styles.overdue}>
                <Icon name="clock" size={20} />
                {t("queue.overdue")}
              </span>
            ) : null}
          </span>
          {one.opened_by_name === null ? null : (
            <span className={styles.detail}>{t("queue.opened", { name: one.opened_by_name })}</span>
          )}
        </span>
        <Icon name="forward" size={22} />
      </Link>
    </li>
  );
}
