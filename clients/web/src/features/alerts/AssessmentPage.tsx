import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { useMe } from "@/auth/hooks";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { useFlags } from "../clinician/queries";
import { AssessmentForm } from "./AssessmentForm";

/** What a clinician found and did about an alert, on a page of its own. */
export default function AssessmentPage() {
  const { t } = useTranslation("alerts");
  const { flagId } = useParams<{ flagId: string }>();
  const [, go] = useLocation();
  const flags = useFlags();
  const { role } = useMe();
  // The board is for who answers alerts; the others came from their consultation.
  const back = role === "counsellor" || role === "psychiatrist" ? "/alerts" : "/work";
  return (
    <Page title={t("assess.title")} lead={t("assess.lead")} back={back}>
      <Answer of={flags}>
        {(open) => {
          const flag = open.find(({ id }) => id === flagId);
          return flag?.person ? (
            <AssessmentForm key={flag.id} flag={flag} name={flag.person.display_name} onDone={() => go("/work")} />
          ) : (
            <Empty icon="check" title={t("assess.over")} />
          );
        }}
      </Answer>
    </Page>
  );
}
