import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { useFlags } from "../clinician/queries";
import { AssessmentForm } from "./AssessmentForm";
import styles from "./alerts.module.css";

interface AssessmentBesideProps {
  flagId: string;
  personId: string;
  onClose: () => void;
}

/** The assessment of this person's alert beside the consultation with them, which goes on meanwhile. */
export default function AssessmentBeside({ flagId, personId, onClose }: AssessmentBesideProps) {
  const { t } = useTranslation("alerts");
  const flag = useFlags().data?.find(({ id, person }) => id === flagId && person?.id === personId);
  if (!flag?.person) return null;
  return (
    <Card>
      <Stack gap={3}>
        {/* The form comes where one did not look: it is brought into view, and read out. */}
        <h2 className={styles.title} tabIndex={-1} ref={bringIntoView}>
          {t("assess.title")}
        </h2>
        <p>{t("assess.lead")}</p>
        <AssessmentForm key={flag.id} flag={flag} name={flag.person.display_name} onDone={onClose} />
        <Button variant="quiet" onPress={onClose}>
          {t("assess.close")}
        </Button>
      </Stack>
    </Card>
  );
}

function bringIntoView(heading: HTMLElement | null): void {
  heading?.scrollIntoView({ block: "nearest" });
  heading?.focus({ preventScroll: true });
}
