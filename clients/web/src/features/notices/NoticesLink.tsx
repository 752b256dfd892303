import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useRoute } from "wouter";
import { Icon } from "@/ui/Icon";
import styles from "./NoticesLink.module.css";
import { newestNoticesQuery } from "./queries";
import { useSaidWhenNew } from "./use-said-when-new";

const MOST = 99;

/** In the staff's header: the way to the notices, and how many are unseen. */
export function NoticesLink() {
  const { t } = useTranslation("notices");
  const [here] = useRoute("/notices");
  const { data } = useQuery(newestNoticesQuery());
  useSaidWhenNew(data);
  const unseen = data?.unseen ?? 0;
  return (
    <Link href="/notices" className={styles.link} aria-current={here ? "page" : undefined}>
      <Icon name="bell" size={20} />
      {t("title")}
      {unseen > 0 ? (
        <span className={styles.count}>
          <span aria-hidden="true">{unseen > MOST ? `${MOST}+` : unseen}</span>
          <span className="visually-hidden">{t("unseenOf", { count: unseen })}</span>
        </span>
      ) : null}
    </Link>
  );
}
