import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cityQuery } from "@/api/queries";
import { useMe } from "@/auth/hooks";
import { newestNoticesQuery } from "@/features/notices/queries";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Avatar } from "@/ui/Avatar";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { AccountActions } from "./AccountActions";
import styles from "./Overview.module.css";

export function Overview() {
  const { t } = useTranslation("family");
  const me = useMe();
  const format = useFormat();
  const city = useQuery(cityQuery());
  const notices = useQuery(newestNoticesQuery());
  const district = city.data?.districts.find((each) => each.code === me.district);
  const life = [
    me.pregnant_due ? t("due", { date: format.date(noonOf(me.pregnant_due)) }) : null,
    ...me.children.map((child) => t("child", { month: format.month(noonOf(`${child.birth_month}-15`)) })),
    me.other_tie ? t(`ties.${me.other_tie}`) : null,
    district ? textOf(district.name) : null,
  ].filter((line) => line !== null);
  const missing = me.missing_consents.length;
  const rows = [
    {
      href: "/notices",
      title: t("notices:title"),
      detail: notices.data
        ? t(notices.data.unseen > 0 ? "notices:unseenOf" : "notices:noneNew", { count: notices.data.unseen })
        : null,
    },
    { href: "/family/profile", title: t("profile.title"), detail: life.join(t("common:dot")) || t("profile.none") },
    {
      href: "/family/contact",
      title: t("contact.title"),
      detail: me.telephone ? me.telephone.number : t("contact.none"),
    },
    {
      href: "/family/consents",
      title: t("consents.title"),
      detail: missing > 0 ? t("consents.missing", { count: missing }) : t("consents.all"),
    },
    { href: "/family/household", title: t("household.title"), detail: t("household.detail") },
    { href: "/family/access", title: t("access.title"), detail: t("access.detail") },
    { href: "/family/data", title: t("data.title"), detail: t("data.detail") },
    { href: "/family/reminders", title: t("common:remindersTitle"), detail: t("reminders") },
    { href: "/family/password", title: t("common:changePassword") },
  ];
  return (
    <Page title={t("title")}>
      <div className={styles.head}>
        <Avatar name={me.display_name} size="large" />
        <p>
          <span className={styles.name}>{me.display_name}</span>
          <span className={styles.email}>{me.email}</span>
        </p>
      </div>
      <LinkRows rows={rows} />
      <AccountActions />
    </Page>
  );
}
