import { useTranslation } from "react-i18next";
import { session } from "@/auth/session";
import { emergencyPath } from "@/i18n/emergency";
import { Button, ButtonLink } from "@/ui/Button";
import { Empty } from "@/ui/States";
import styles from "./Splash.module.css";
import { useOnline } from "./use-online";

/** The service was not reached at the start: why, as far as it is known, and the two ways on. */
export function Unreachable({ error: _error }: { error: unknown }) {
  const { t } = useTranslation();
  const key = useOnline() ? "unreachable" : "offline";
  return (
    <main className={styles.splash}>
      <Empty icon="offline" title={<h1>{t(`${key}.title`)}</h1>}>
        <p>{t(`${key}.body`)}</p>
        <Button onPress={() => void session.start()}>{t("tryAgain")}</Button>
        <ButtonLink href={emergencyPath()} external variant="secondary">
          {t("emergency")}
        </ButtonLink>
      </Empty>
    </main>
  );
}
