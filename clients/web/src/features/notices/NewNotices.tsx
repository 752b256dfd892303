import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { useNow } from "@/time/use-now";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./NewNotices.module.css";
import { NoticeRow } from "./NoticeRow";
import rows from "./NoticeRow.module.css";
import { newsOf } from "./news";
import { newestNoticesQuery, useSeen } from "./queries";
import { useSaidWhenNew } from "./use-said-when-new";

const SHOWN = 3;

/** On a client's home: what is news to them, the newest few; nothing when there is nothing. */
export function NewNotices() {
  const { t } = useTranslation("notices");
  const { data } = useQuery(newestNoticesQuery());
  const seen = useSeen();
  useSaidWhenNew(data);
  const now = useNow(60_000);
  const news = newsOf(data?.notices ?? [], now);
  if (!data || news.length === 0) return null;
  const shown = news.slice(0, SHOWN);
  const hasMore = data.unseen > shown.flatMap(({ ids }) => ids).length;
  return (
    <section className={styles.section} aria-labelledby="new-notices">
      <h2 id="new-notices" className={styles.label}>
        {t("title")}
      </h2>
      {seen.isError ? (
        <Notice tone="care" live>
          <p>{errorText(seen.error)}</p>
        </Notice>
      ) : null}
      <ul className={rows.rows}>
        {shown.map(({ notice, ids }) => (
          <NoticeRow key={notice.id} notice={notice} onSeen={() => seen.mutate(ids)} />
        ))}
      </ul>
      {hasMore ? (
        <ButtonLink href="/notices" variant="quiet">
          {t("seeAll")}
        </ButtonLink>
      ) : null}
    </section>
  );
}
