import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/Icon";
import styles from "./Household.module.css";

/** What a member of the family sees, and what they never see: said to both in the same words. */
export function WhatIsSeen({ to }: { to: "inviter" | "member" }) {
  const { t } = useTranslation("household");
  return (
    <ul className={styles.seen}>
      <li>
        <Icon name="check" size={20} />
        <span>{t(`seen.${to}`)}</span>
      </li>
      <li>
        <Icon name="close" size={20} />
        <span>{t(`unseen.${to}`)}</span>
      </li>
    </ul>
  );
}
