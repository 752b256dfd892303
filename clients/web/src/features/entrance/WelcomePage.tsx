import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/ui/Button";
import { Icon, type IconName } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Embrace } from "./Embrace";
import styles from "./WelcomePage.module.css";

const POINTS: readonly (readonly [string, IconName])[] = [
  ["ways", "talk"],
  ["people", "people"],
  ["city", "leaf"],
];

export function WelcomePage() {
  const { t } = useTranslation("entrance");
  return (
    <Page title={t("headline")} documentTitle="" hideTitle width="wide">
      <div className={styles.welcome}>
        <Embrace />
        <div className={styles.words}>
          <p className={styles.headline} aria-hidden="true">
            {t("headline")}
          </p>
          <p className={styles.lead}>{t("lead")}</p>
          <div className={styles.ways}>
            <ButtonLink href="/register" block>
              {t("register")}
            </ButtonLink>
            <ButtonLink href="/sign-in" variant="secondary" block>
              {t("signIn")}
            </ButtonLink>
          </div>
          <ul className={styles.points}>
            {POINTS.map(([key, icon]) => (
              <li key={key}>
                <span className={styles.icon}>
                  <Icon name={icon} />
                </span>
                {t(`points.${key}`)}
              </li>
            ))}
          </ul>
          <p className={styles.note}>{t("notMedical")}</p>
        </div>
      </div>
    </Page>
  );
}
