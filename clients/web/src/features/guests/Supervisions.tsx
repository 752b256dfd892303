import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { type Supervision, useSupervisions } from "./queries";

/** For a psychiatrist: the consultations in which they are asked to be present, once the client has agreed. */
export function Supervisions() {
  const { role } = useMe();
  return role === "psychiatrist" ? <List /> : null;
}

function List() {
  const { data = [] } = useSupervisions();
  return data.map((one) => <Asked key={one.id} supervision={one} />);
}

function Asked({ supervision }: { supervision: Supervision }) {
  const { t } = useTranslation("guests");
  const format = useFormat();
  const { practitioner_name, starts_at, ends_at, encounter_id } = supervision;
  return (
    <Notice icon="people" title={t("supervisor.asked", { name: practitioner_name })}>
      <p>
        {format.dateTime(Date.parse(starts_at))} {format.span(starts_at, ends_at)}
      </p>
      {encounter_id === null ? (
        <p>{t("supervisor.notBegun")}</p>
      ) : (
        <ButtonLink href={`/supervision/${encounter_id}`}>{t("supervisor.enter")}</ButtonLink>
      )}
    </Notice>
  );
}
