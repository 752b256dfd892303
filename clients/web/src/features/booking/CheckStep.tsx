import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import { consentTextsQuery } from "@/api/queries";
import type { Appointment, BookingRequest, Me, Service } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import { ConsentWords } from "@/features/family/ConsentWords";
import { TelephoneFields } from "@/features/family/ContactFields";
import { textOf } from "@/i18n";
import { textOfCode } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import styles from "./CheckStep.module.css";
import type { Choice, Draft, Step } from "./flow";
import { KeptTime } from "./KeptTime";
import { Refusal } from "./Refusal";
import { useHold } from "./use-hold";

const REASON_LENGTH = 2000;
const CONFIRM = "confirm-booking";

interface CheckStepProps {
  service: Service;
  draft: Draft;
  take: (choice: Choice, next?: Step) => void;
  onBooked: (appointmentId: string) => void;
}

export function CheckStep({ service, draft, take, onBooked }: CheckStepProps) {
  const { t } = useTranslation("booking");
  const me = useMe();
  const format = useFormat();
  const queries = useQueryClient();
  const needsTelephone = service.needs_telephone && !me.has_telephone;
  const needsConsent = me.missing_consents.includes("sensitive_data");
  const [telephone, setTelephone] = useState({ number: "", mayRing: true, mayLeaveMessage: false });
  const [agreed, setAgreed] = useState(false);
  const [tried, setTried] = useState(false);
  const consents = useQuery({ ...consentTextsQuery(), enabled: needsConsent });
  const text = consents.data?.find((each) => each.kind === "sensitive_data");

  const held = useHold(draft, !needsTelephone && !needsConsent);

  const book = useMutation({
    mutationFn: async () => {
      if (needsConsent && text) {
        session.update(await api.post<Me>("/me/consents", { kind: text.kind, version: text.version }));
      }
      if (needsTelephone) {
        const { number, mayRing, mayLeaveMessage } = telephone;
        const body = { telephone: { number: number.trim(), may_ring: mayRing, may_leave_message: mayLeaveMessage } };
        session.update(await api.patch<Me>("/me", body));
      }
      return api.post<Appointment>("/appointments", {
        service_id: service.id,
        starts_at: draft.startsAt ?? "",
        practitioner_id: draft.practitionerId,
        modality: draft.modality ?? "video",
        reason: draft.reason.trim() || null,
        hold_id: held.hold?.id ?? null,
        wishes: draft.wishes,
        follow_up_id: draft.followUpId,
      } satisfies BookingRequest);
    },
    onSuccess: async (appointment) => {
      held.used();
      announce(t("check.booked"));
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.appointments }),
        queries.invalidateQueries({ queryKey: keys.questionnaireTasks }),
        queries.invalidateQueries({ queryKey: keys.allSlots, refetchType: "none" }),
      ]);
      onBooked(appointment.id);
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.allSlots }),
  });

  const telephoneMissing = needsTelephone && !telephone.number.trim();
  const consentMissing = needsConsent && !agreed;
  const confirm = () => {
    setTried(true);
    if (telephoneMissing) announce(t("check.telephoneMissing"), "assertive");
    else if (consentMissing) announce(t("check.consentMissing"), "assertive");
    else book.mutate();
  };
  const failure = book.isError ? asApiError(book.error) : held.error;
  const telephoneRefused = failure?.code === "people.telephone_invalid";

  return (
    <Stack gap={5}>
      <Summary service={service} draft={draft} keptWith={held.hold?.practitioner.display_name} />
      <KeptTime held={held} />
      {needsTelephone ? (
        <Card as="section" tone="soft">
          <TelephoneFields
            value={telephone}
            onChange={setTelephone}
            hint={t("check.telephoneWhy")}
            error={
              tried && telephoneMissing
                ? t("check.telephoneMissing")
                : telephoneRefused
                  ? textOfCode("people.telephone_invalid")
                  : null
            }
          />
        </Card>
      ) : null}
      {needsConsent ? (
        <Card as="section" tone="soft">
          <p>{t("check.consentWhy")}</p>
          <Answer of={consents}>{() => (text ? <ConsentWords text={text} /> : null)}</Answer>
          <Checkbox isSelected={agreed} onChange={setAgreed} isInvalid={tried && consentMissing}>
            {t("check.agree")}
          </Checkbox>
          {tried && consentMissing ? (
            <Notice tone="care">
              <p>{t("check.consentMissing")}</p>
            </Notice>
          ) : null}
        </Card>
      ) : null}
      <TextArea
        label={t("check.reason")}
        hint={t("check.reasonHint")}
        isOptional
        maxLength={REASON_LENGTH}
        value={draft.reason}
        onChange={(reason) => take({ kind: "reason", reason })}
      />
      {failure && !telephoneRefused ? (
        <Refusal
          error={failure}
          onChoose={(slot) => {
            book.reset();
            take({ kind: "slot", slot });
            // The chip that was pressed is gone: the focus goes on to what comes next.
            announce(format.dateTime(slot.starts_at));
            document.getElementById(CONFIRM)?.focus();
          }}
        />
      ) : null}
      <Button id={CONFIRM} block onPress={confirm} isPending={book.isPending}>
        {t("check.confirm")}
      </Button>
    </Stack>
  );
}

interface SummaryProps {
  service: Service;
  draft: Draft;
  /** Whom "anyone" has become, once the time is kept. */
  keptWith?: string;
}

function Summary({ service, draft, keptWith }: SummaryProps) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  const rows: { name: string; value: string; step: Step }[] = [
    {
      name: t("check.when"),
      value: draft.startsAt
        ? `${format.date(draft.startsAt)} ${format.span(draft.startsAt, draft.endsAt ?? draft.startsAt)}`
        : "",
      step: "when",
    },
    { name: t("check.what"), value: textOf(service.name), step: "about" },
    { name: t("check.who"), value: keptWith ?? draft.practitionerName ?? t("when.anyone"), step: "when" },
    { name: t("check.how"), value: draft.modality ? t(`how.${draft.modality}`) : "", step: "how" },
  ];
  return (
    <Card>
      <dl className={styles.rows}>
        {rows.map((row) => (
          <div key={row.name} className={styles.row}>
            <dt>{row.name}</dt>
            <dd>
              <span>{row.value}</span>
              <Link href={`/book?step=${row.step}`} aria-label={t("check.change", { name: row.name })}>
                {t("common:edit")}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
