import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { focusHeading } from "@/ui/page-focus";
import { newestNoticesQuery, useSeen } from "./queries";
import styles from "./UrgentNotices.module.css";
import { urgentOf } from "./urgent";

/** Above every page of staff who have no alerts of their own: what cannot wait, until they say that they saw it. */
export function UrgentNotices() {
  const { t } = useTranslation("notices");
  const { role } = useMe();
  const format = useFormat();
  const now = useNow();
  const { data } = useQuery(newestNoticesQuery());
  const seen = useSeen();
  const { first, more } = urgentOf(data?.notices ?? [], role, now);
  return (
    <div role="alert" className={styles.urgent}>
      {first.map(({ notice, sentence: { key, when, link, calm } }) => (
        <Notice
          key={notice.id}
          tone={calm ? "care" : "danger"}
          icon={calm ? "door" : "alert"}
          title={format.dateTime(notice.created_at)}
        >
          <p>{t(key, { when: when === null ? "" : format.dateTime(when) })}</p>
          <div className={styles.actions}>
            <Button
              variant="secondary"
              onPress={() => {
                focusHeading();
                seen.mutate([notice.id]);
              }}
            >
              {t("dismissUrgent")}
            </Button>
            {link === null ? null : (
              <ButtonLink href={link.href} variant="quiet">
                {t(link.key)}
              </ButtonLink>
            )}
          </div>
        </Notice>
      ))}
      {more > 0 ? (
        <ButtonLink href="/notices" variant="quiet">
          {t("seeMore", { count: more })}
        </ButtonLink>
      ) : null}
      {seen.isError ? <p>{errorText(seen.error)}</p> : null}
    </div>
  );
}
