import { useTranslation } from "react-i18next";
import { HandOnLink } from "@/features/invitation/HandOnLink";
import { InviteFields } from "@/features/invitation/InviteFields";
import type { Side } from "./People";
import styles from "./People.module.css";
import { type GuestKind, useGuestSteps } from "./queries";

const KINDS: Readonly<Record<Side, readonly GuestKind[]>> = {
  client: ["other_parent", "grandparent", "interpreter", "other"],
  practitioner: ["interpreter", "other_parent", "grandparent", "other"],
};

interface InviteFormProps {
  appointmentId: string;
  side: Side;
  /** As many are invited as can be; the link of the last one stays until it was handed on. */
  isFull: boolean;
}

/** Invites somebody by name, and gives the link to hand on; it is shown this once. */
export function InviteForm({ appointmentId, side, isFull }: InviteFormProps) {
  const { t } = useTranslation("guests");
  const { invite } = useGuestSteps(appointmentId);
  if (invite.data !== undefined) {
    const { guest, token } = invite.data;
    return (
      <div className={styles.form}>
        <HandOnLink
          url={`${window.location.origin}/join#${token}`}
          name={guest.name}
          message={t("invite.message")}
          headingLevel={3}
          onDone={invite.reset}
        >
          <p>{t("invite.linkLead")}</p>
          {side === "practitioner" ? <p>{t("invite.needsYes")}</p> : null}
        </HandOnLink>
      </div>
    );
  }
  if (isFull) return <p>{t("invite.full")}</p>;
  return (
    <div className={styles.form}>
      <h3 className={styles.heading}>{t("invite.title")}</h3>
      <p>{t(`invite.lead.${side}`)}</p>
      <InviteFields
        nameHint={t("invite.nameHint")}
        kinds={KINDS[side].map((value) => ({ value, label: t(`kind.${value}`) }))}
        error={invite.error}
        isPending={invite.isPending}
        onInvite={invite.mutate}
      />
    </div>
  );
}
