import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Notice as NoticeData } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { focusHeading } from "@/ui/page-focus";
import { isUnseen, newestNoticesQuery, useSeen } from "./queries";
import { sentenceOf } from "./sentence";
import styles from "./UrgentNotices.module.css";

/** Above every page of staff who have no alerts of their own: what cannot wait, until they say that they saw it. */
export function UrgentNotices() {
  const { t } = useTranslation("notices");
  const { role } = useMe();
  const format = useFormat();
  const { data } = useQuery(newestNoticesQuery());
  const seen = useSeen();
  const whenOf = (notice: NoticeData) => {
    const { when } = sentenceOf(notice, role);
    return when === null ? "" : format.dateTime(when);
  };
  const urgent = data?.notices.filter((notice) => isUnseen(notice) && sentenceOf(notice, role).urgent) ?? [];
  return (
    <div role="alert" className={styles.urgent}>
      {urgent.map((notice) => (
        <Notice
          key={notice.id}
          tone={sentenceOf(notice, role).calm ? "care" : "danger"}
          icon={sentenceOf(notice, role).calm ? "door" : "alert"}
          title={format.dateTime(notice.created_at)}
        >
          <p>{t(sentenceOf(notice, role).key, { when: whenOf(notice) })}</p>
          <div>
            <Button
              variant="secondary"
              onPress={() => {
                focusHeading();
                seen.mutate([notice.id]);
              }}
            >
              {t("dismissUrgent")}
            </Button>
          </div>
        </Notice>
      ))}
      {seen.isError ? <p>{errorText(seen.error)}</p> : null}
    </div>
  );
}
