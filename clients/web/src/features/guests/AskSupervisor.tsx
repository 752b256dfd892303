import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import styles from "./People.module.css";
import { useGuestSteps, useSupervisors } from "./queries";

/** Asks the client, through the page, whether a psychiatrist may be present. */
export function AskSupervisor({ appointmentId }: { appointmentId: string }) {
  const { t } = useTranslation("guests");
  const { askSupervisor } = useGuestSteps(appointmentId);
  const [chosen, setChosen] = useState("");
  const { data = [] } = useSupervisors(true);
  const first = data[0];
  if (first === undefined) return null;
  const practitionerId = chosen || first.practitioner_id;
  return (
    <div className={styles.form}>
      <h3 className={styles.heading}>{t("supervisor.title")}</h3>
      <p>{t("supervisor.lead")}</p>
      <SelectField
        label={t("supervisor.who")}
        value={practitionerId}
        onChange={setChosen}
        options={data.map((one) => ({ value: one.practitioner_id, label: one.display_name }))}
      />
      {askSupervisor.isError ? (
        <Notice tone="care" live>
          <p>{errorText(askSupervisor.error)}</p>
        </Notice>
      ) : null}
      <Button
        variant="secondary"
        block
        onPress={() => askSupervisor.mutate(practitionerId)}
        isPending={askSupervisor.isPending}
      >
        {t("supervisor.ask")}
      </Button>
    </div>
  );
}
