import { useTranslation } from "react-i18next";
import { Mark } from "@/ui/Logo";
import styles from "./Splash.module.css";

export function Splash() {
  const { t } = useTranslation();
  return (
    <main className={styles.splash} aria-busy="true">
      <Mark size={72} />
      <p className="visually-hidden" role="status">
        {t("loading")}
      </p>
    </main>
  );
}
