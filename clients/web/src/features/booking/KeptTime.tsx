import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import styles from "./KeptTime.module.css";
import { clockOf, type HeldTime } from "./use-hold";

/** As wide as any time that is left. */
const FULL_SECONDS = 300;

/** For how long the chosen time is kept; when that is over, one tap keeps it once more. */
export function KeptTime({ held }: { held: HeldTime }) {
  const { t } = useTranslation("booking");
  const { secondsLeft, isAsking } = held;
  const isOver = secondsLeft === 0;
  useEffect(() => {
    if (isOver) announce(t("kept.over"));
  }, [isOver, t]);
  // The answer may come in the middle of a tap further down: what moves away from under a finger is not pressed.
  if (isAsking) return <Kept left={FULL_SECONDS} isHidden />;
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
  return <Kept left={secondsLeft} />;
}

/** Takes the same room while it is hidden. */
function Kept({ left, isHidden = false }: { left: number; isHidden?: boolean }) {
  const { t } = useTranslation("booking");
  return (
    <p className={styles.kept} data-hidden={isHidden || undefined}>
      <Icon name="clock" size={20} />
      <span>{t("kept.now")}</span>
      <span className={styles.clock} role="timer">
        {t("kept.left", { time: clockOf(left) })}
      </span>
    </p>
  );
}
