import { useTranslation } from "react-i18next";
import { HandOnLink } from "@/features/invitation/HandOnLink";
import { InviteFields } from "@/features/invitation/InviteFields";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import { KINDS, useHouseholdSteps } from "./queries";

/** Invites one person by name, and gives the link to hand on; it is shown this once. */
export function InviteMember() {
  const { t } = useTranslation("household");
  const format = useFormat();
  const { invite } = useHouseholdSteps();
  if (invite.data !== undefined) {
    const { member, token } = invite.data;
    return (
      <Card as="section" tone="accent">
        <HandOnLink
          url={`${window.location.origin}/invited#${token}`}
          name={member.name}
          message={t("invite.message")}
          headingLevel={2}
          onDone={invite.reset}
        >
          <p>{t("invite.linkLead", { until: format.dateTime(member.good_until) })}</p>
        </HandOnLink>
      </Card>
    );
  }
  return (
    <Card as="section" aria-labelledby="invite-title">
      <h2 id="invite-title">{t("invite.title")}</h2>
      <InviteFields
        nameHint={t("invite.nameHint")}
        kinds={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        error={invite.error}
        isPending={invite.isPending}
        onInvite={invite.mutate}
      />
    </Card>
  );
}
