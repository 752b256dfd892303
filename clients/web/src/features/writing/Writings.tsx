import { useTranslation } from "react-i18next";
import { useGoingOn } from "@/features/consultation/queries";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import styles from "./GoesOn.module.css";

/** The consultations that go on in writing, or the one after the appointment `after`, each with the way to it. */
export default function Writings({ after }: { after?: string }) {
  const { t } = useTranslation("writing");
  const format = useFormat();
  const { data } = useGoingOn();
  const shown = data?.filter((each) => after === undefined || each.appointment.id === after) ?? [];
  if (shown.length === 0) return null;
  return (
    <Stack gap={3}>
      {shown.map(({ id, appointment, practitioner, writing_until: until }) => (
        <Card key={id} as="section" tone="accent" aria-labelledby={`writing-${id}`}>
          <h2 id={`writing-${id}`} className={styles.title}>
            {t("title")}
          </h2>
          <p>
            {t("with", {
              who: t("consultation:waiting.who", {
                title: textOf(practitioner.title),
                name: practitioner.display_name,
              }),
              until: format.dateTime(until ?? ""),
            })}
          </p>
          <ButtonLink href={`/consultation/${appointment.id}`} block>
            {t("open")}
          </ButtonLink>
        </Card>
      ))}
    </Stack>
  );
}
