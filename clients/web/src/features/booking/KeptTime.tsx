import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import styles from "./KeptTime.module.css";
import { clockOf, type HeldTime } from "./use-hold";

/** For how long the chosen time is kept; when that is over, one tap keeps it once more. */
export function KeptTime({ held }: { held: HeldTime }) {
  const { t } = useTranslation("booking");
  const { secondsLeft } = held;
  const isOver = secondsLeft === 0;
  useEffect(() => {
    if (isOver) announce(t("kept.over"));
  }, [isOver, t]);
  if (secondsLeft === null) return null;
  if (isOver) {
    return (
      <Notice icon="clock" title={t("kept.over")}>
        <p>{t("kept.overBody")}</p>
        <Button variant="secondary" onPress={held.again}>
          {t("kept.again")}
        </Button>
      </Notice>
    );
  }
  return (
    <p className={styles.kept}>
      <Icon name="clock" size={20} />
      <span>{t("kept.now")}</span>
      <span className={styles.clock} role="timer">
        {t("kept.left", { time: clockOf(secondsLeft) })}
      </span>
    </p>
  );
}
