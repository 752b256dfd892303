import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./NewNotices.module.css";
import { NoticeRow } from "./NoticeRow";
import rows from "./NoticeRow.module.css";
import { isUnseen, newestNoticesQuery, useSeen } from "./queries";
import { useSaidWhenNew } from "./use-said-when-new";

const SHOWN = 3;

/** On a client's home: what they have not seen yet, the newest few; nothing when there is nothing. */
export function NewNotices() {
  const { t } = useTranslation("notices");
  const { data } = useQuery(newestNoticesQuery());
  const seen = useSeen();
  useSaidWhenNew(data);
  const unseen = data?.notices.filter(isUnseen) ?? [];
  if (!data || unseen.length === 0) return null;
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
        {unseen.slice(0, SHOWN).map((notice) => (
          <NoticeRow key={notice.id} notice={notice} onSeen={(id) => seen.mutate([id])} />
        ))}
      </ul>
      {data.unseen > SHOWN ? (
        <ButtonLink href="/notices" variant="quiet">
          {t("seeAll", { count: data.unseen })}
        </ButtonLink>
      ) : null}
    </section>
  );
}
