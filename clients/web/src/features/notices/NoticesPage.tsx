import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { More } from "@/ui/More";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { focusHeading } from "@/ui/page-focus";
import { Answer, Empty } from "@/ui/States";
import { NoticeRow } from "./NoticeRow";
import styles from "./NoticeRow.module.css";
import { allNoticesQuery, isUnseen, useSeen } from "./queries";

/** Everything one was told, the newest first. */
export default function NoticesPage() {
  const { t } = useTranslation("notices");
  const isClient = CLIENTS.includes(useMe().role);
  const all = useInfiniteQuery(allNoticesQuery());
  const seen = useSeen();
  return (
    <Page title={t("title")} back={isClient ? "/" : undefined} backLabel={t("common:nav.home")}>
      <Answer of={all}>
        {({ pages }) => {
          const notices = pages.flatMap((page) => page.notices);
          const unseen = notices.filter(isUnseen).map(({ id }) => id);
          if (notices.length === 0) return <Empty icon="bell" title={t("none")} />;
          return (
            <Stack>
              {seen.isError ? (
                <Notice tone="care" live>
                  <p>{errorText(seen.error)}</p>
                </Notice>
              ) : null}
              {unseen.length > 1 ? (
                <div>
                  <Button
                    variant="secondary"
                    onPress={() => {
                      focusHeading();
                      seen.mutate(unseen);
                      announce(t("noted"));
                    }}
                  >
                    {t("dismissAll")}
                  </Button>
                </div>
              ) : null}
              <ul className={styles.rows}>
                {notices.map((notice) => (
                  <NoticeRow key={notice.id} notice={notice} onSeen={() => seen.mutate([notice.id])} stays />
                ))}
              </ul>
              <More of={all} label={t("more")} />
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}
