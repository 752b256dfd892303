import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { servicesQuery } from "@/api/queries";
import { useDraft } from "@/app/draft";
import { AboutStep } from "./AboutStep";
import styles from "./FromHome.module.css";
import { choose, EMPTY } from "./flow";

/** What one may want to talk about, on the start page: the first of the four taps. Nothing until it is known. */
export default function FromHome() {
  const { t } = useTranslation("booking");
  const [, navigate] = useLocation();
  const services = useQuery(servicesQuery());
  const { draft, change } = useDraft("booking", EMPTY);
  if (!services.data?.length) return null;
  return (
    <section className={styles.section} aria-labelledby="about">
      <h2 id="about" className={styles.title}>
        {t("about.title")}
      </h2>
      <AboutStep
        services={services.data}
        draft={EMPTY}
        take={(choice) => {
          change(choose(draft, choice));
          navigate("/book?step=when");
        }}
      />
    </section>
  );
}
