import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "@/ui/Icon";
import styles from "./TapCard.module.css";

interface TapCardProps {
  title: ReactNode;
  detail?: ReactNode;
  icon?: IconName;
  /** Chosen before: one has come back. */
  isChosen: boolean;
  onPress: () => void;
}

/** A choice that leads on by itself: one tap, no second button. */
export function TapCard({ title, detail, icon, isChosen, onPress }: TapCardProps) {
  const { t } = useTranslation("booking");
  return (
    <Button className={`${styles.card} ${isChosen ? styles.chosen : ""}`} onPress={onPress}>
      {icon ? (
        <span className={styles.icon}>
          <Icon name={icon} size={28} />
        </span>
      ) : null}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
      {isChosen ? <span className="visually-hidden">{t("chosen")}</span> : null}
      <span className={styles.mark}>
        <Icon name={isChosen ? "check" : "forward"} size={22} />
      </span>
    </Button>
  );
}
