import { useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import dialog from "@/ui/ConfirmDialog.module.css";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { AskSupervisor } from "./AskSupervisor";
import { InviteForm } from "./InviteForm";
import styles from "./People.module.css";
import { type Guest, useGuestSteps, useGuests } from "./queries";

/** As many can be invited to a consultation. */
const MOST_GUESTS = 2;

export type Side = "client" | "practitioner";

interface PeopleProps {
  encounter: Pick<EncounterOut, "appointment" | "person" | "practitioner" | "state" | "urgent">;
  side: Side;
}

interface PeopleButtonProps extends PeopleProps {
  /** Where there is room for the number alone. */
  isShort?: boolean;
  className?: string;
}

/** The button that tells how many are inside, and opens who they are. */
export function People(props: PeopleButtonProps) {
  // Nobody is invited into a call for help.
  return props.encounter.urgent ? null : <PeopleButton {...props} />;
}

function PeopleButton({ encounter, side, isShort = false, className = "" }: PeopleButtonProps) {
  const { t } = useTranslation("guests");
  const [isOpen, setOpen] = useState(false);
  const guests = useGuests(encounter.appointment.id).data ?? [];
  const count = 2 + guests.filter((one) => one.state === "present").length;
  return (
    <>
      <Button
        variant="quiet"
        className={className}
        aria-label={t("people.button", { count })}
        onPress={() => setOpen(true)}
      >
        <Icon name="people" size={20} />
        {t(isShort ? "people.count" : "people.button", { count })}
      </Button>
      <ModalOverlay isOpen={isOpen} onOpenChange={setOpen} isDismissable className={dialog.overlay}>
        <Modal className={dialog.modal}>
          <Dialog className={dialog.dialog}>
            <Heading slot="title" className={dialog.title}>
              {t("people.title")}
            </Heading>
            <PeopleList encounter={encounter} side={side} guests={guests} />
            <Button variant="secondary" block onPress={() => setOpen(false)}>
              {t("people.close")}
            </Button>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function PeopleList({ encounter, side, guests }: PeopleProps & { guests: readonly Guest[] }) {
  const { t } = useTranslation("guests");
  const steps = useGuestSteps(encounter.appointment.id);
  const failed = steps.admit.error ?? steps.end.error ?? steps.agree.error;
  const nameOf = (name: string, isYou: boolean) => (isYou ? t("people.you", { name }) : t("people.name", { name }));
  const invited = guests.filter((one) => one.kind !== "supervisor").length;
  return (
    <>
      <ul className={styles.list}>
        <li className={styles.person}>
          <span className={styles.name}>{nameOf(encounter.person.display_name, side === "client")}</span>
        </li>
        <li className={styles.person}>
          <span className={styles.name}>{nameOf(encounter.practitioner.display_name, side === "practitioner")}</span>
          <span className={styles.state}>{textOf(encounter.practitioner.title)}</span>
        </li>
        {guests.map((guest) => (
          <GuestRow key={guest.id} guest={guest} side={side} steps={steps} />
        ))}
      </ul>
      {failed ? (
        <Notice tone="care" live>
          <p>{errorText(failed)}</p>
        </Notice>
      ) : null}
      <p className={styles.private}>{t("noRecording")}</p>
      {encounter.state === "finished" ? null : (
        <>
          <InviteForm appointmentId={encounter.appointment.id} side={side} isFull={invited >= MOST_GUESTS} />
          {side === "practitioner" && guests.every((one) => one.kind !== "supervisor") ? (
            <AskSupervisor appointmentId={encounter.appointment.id} />
          ) : null}
        </>
      )}
    </>
  );
}

interface GuestRowProps {
  guest: Guest;
  side: Side;
  steps: ReturnType<typeof useGuestSteps>;
}

function GuestRow({ guest, side, steps }: GuestRowProps) {
  const { t } = useTranslation("guests");
  const format = useFormat();
  const isInside = guest.state === "present";
  const waitsForYes = guest.state === "asked" && side === "client";
  return (
    <li className={styles.person}>
      <span className={styles.name}>{t("people.guest", { name: guest.name, kind: t(`kind.${guest.kind}`) })}</span>
      <span className={styles.state}>
        {t(`state.${guest.state}`, { until: format.dateTime(Date.parse(guest.good_until)) })}
      </span>
      <span className={styles.steps}>
        {waitsForYes ? (
          <Button onPress={() => steps.agree.mutate(guest.id)} isPending={steps.agree.isPending}>
            {t("agree")}
          </Button>
        ) : null}
        {guest.state === "waiting" && side === "practitioner" ? (
          <Button onPress={() => steps.admit.mutate(guest.id)} isPending={steps.admit.isPending}>
            {t("admit")}
          </Button>
        ) : null}
        <Button variant="secondary" onPress={() => steps.end.mutate(guest.id)} isPending={steps.end.isPending}>
          {t(isInside ? "putOut" : waitsForYes ? "decline" : "revoke")}
        </Button>
      </span>
    </li>
  );
}

/** What waits for this side just now: the client's yes, or the practitioner's opening of the door. */
export function GuestNotes(props: PeopleProps) {
  return props.encounter.urgent ? null : <Notes {...props} />;
}

function Notes({ encounter, side }: PeopleProps) {
  const { t } = useTranslation("guests");
  const guests = useGuests(encounter.appointment.id).data ?? [];
  const steps = useGuestSteps(encounter.appointment.id);
  const failed = steps.admit.error ?? steps.end.error ?? steps.agree.error;
  const wanted = side === "client" ? "asked" : "waiting";
  const isReady = side === "client" || encounter.state === "in_progress";
  const here = guests.filter((one) => one.kind === "supervisor" && one.state === "present");
  return (
    <>
      {here.map((guest) => (
        <p key={guest.id} className={styles.announced}>
          <Icon name="people" size={20} />
          {t("supervisor.here", { name: guest.name })}
        </p>
      ))}
      {guests
        .filter((one) => one.state === wanted && isReady)
        .map((guest) => (
          <div key={guest.id} className={styles.note}>
            <Notice
              icon="people"
              live
              title={t(`note.${guest.kind === "supervisor" ? "supervisor" : wanted}`, {
                name: guest.name,
                kind: t(`kind.${guest.kind}`),
              })}
            >
              {side === "client" ? (
                <p>{t(guest.kind === "supervisor" ? "note.supervisorBody" : "note.askedBody")}</p>
              ) : null}
              <div className={styles.steps}>
                {side === "client" ? (
                  <Button onPress={() => steps.agree.mutate(guest.id)} isPending={steps.agree.isPending}>
                    {t("agree")}
                  </Button>
                ) : (
                  <Button onPress={() => steps.admit.mutate(guest.id)} isPending={steps.admit.isPending}>
                    {t("admit")}
                  </Button>
                )}
                <Button variant="secondary" onPress={() => steps.end.mutate(guest.id)} isPending={steps.end.isPending}>
                  {t("decline")}
                </Button>
              </div>
              {failed ? <p role="alert">{errorText(failed)}</p> : null}
            </Notice>
          </div>
        ))}
    </>
  );
}
