import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Consultation } from "@/realtime/consultation";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./QualityNotice.module.css";
import { useStore } from "./use-store";

/** What the line's weakness has changed, and the way to have it otherwise. Nothing when all is well. */
export function QualityNotice({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation("consultation");
  const { quality, media } = consultation;
  const { rung, kept } = useStore(quality.state);
  const { interrupted, camera } = useStore(media.state);
  const [read, setRead] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each rung is said anew
  useEffect(() => setRead(false), [rung]);

  const said = rung === "full" || kept || read ? null : rung === "text" ? "text" : camera ? rung : null;
  return (
    <div role="status" className={styles.place}>
      {interrupted ? (
        <div className={styles.notice}>
          <Icon name="micOff" size={20} />
          <p>{t("quality.interrupted")}</p>
          <Button variant="secondary" onPress={() => void media.regain()}>
            {t("quality.regain")}
          </Button>
        </div>
      ) : null}
      {said === null ? null : (
        <div className={styles.notice}>
          <Icon name={said === "text" ? "text" : said === "voice" ? "voice" : "info"} size={20} />
          <p>{t(`quality.rung.${said}`)}</p>
          <div className={styles.actions}>
            {said === "text" ? null : (
              <Button variant="secondary" onPress={() => quality.keep()}>
                {t(`quality.keep.${said}`)}
              </Button>
            )}
            <Button variant="secondary" onPress={() => setRead(true)}>
              {t("quality.read")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
