import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Choice";
import { Icon } from "@/ui/Icon";
import { chime, setWaitingSound, waitingSound } from "../chime";
import styles from "../Queue.module.css";
import { notificationPermission } from "./notification";

/** How an arrival is told on this device: by sound, and outside of the page when nobody sees it. */
export function AlertChoices() {
  const { t } = useTranslation("clinician");
  const [sounds, setSounds] = useState(waitingSound);
  const [permission, setPermission] = useState(notificationPermission);
  return (
    <>
      <Checkbox
        isSelected={sounds}
        onChange={(on) => {
          setSounds(on);
          setWaitingSound(on);
          if (on) chime();
        }}
      >
        {t("queue.sound")}
      </Checkbox>
      {permission === "default" ? (
        <Button variant="quiet" onPress={() => void Notification.requestPermission().then(setPermission)}>
          <Icon name="bell" size={20} />
          {t("queue.notify")}
        </Button>
      ) : null}
      {permission === "denied" ? <p className={styles.quiet}>{t("queue.notifyDenied")}</p> : null}
    </>
  );
}
