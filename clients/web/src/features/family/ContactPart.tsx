import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { EmergencyContactFields, TelephoneFields } from "./ContactFields";
import { useChangeMe } from "./use-change-me";

export function ContactPart() {
  const { t } = useTranslation("family");
  const me = useMe();
  const [telephone, setTelephone] = useState({
    number: me.telephone?.number ?? "",
    mayRing: me.telephone?.may_ring ?? true,
    mayLeaveMessage: me.telephone?.may_leave_message ?? false,
  });
  const [contact, setContact] = useState({
    contactName: me.emergency_contact?.name ?? "",
    contactNumber: me.emergency_contact?.telephone ?? "",
    contactRelation: me.emergency_contact?.relation ?? "",
  });
  const [tried, setTried] = useState(false);
  const change = useChangeMe();

  const parts = [contact.contactName, contact.contactNumber, contact.contactRelation].map((part) => part.trim());
  const halfContact = parts.some(Boolean) && !parts.every(Boolean);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (halfContact) return;
    const number = telephone.number.trim();
    const [name = "", contactTelephone = "", relation = ""] = parts;
    change.mutate({
      telephone: number ? { number, may_ring: telephone.mayRing, may_leave_message: telephone.mayLeaveMessage } : null,
      emergency_contact: name ? { name, telephone: contactTelephone, relation } : null,
    });
  };

  return (
    <Page title={t("contact.title")} back="/family">
      <form onSubmit={submit} noValidate>
        <Stack gap={5}>
          {me.unreadable ? (
            <Notice tone="care">
              <p>{t("contact.unreadable")}</p>
            </Notice>
          ) : null}
          <Card>
            <TelephoneFields value={telephone} onChange={setTelephone} hint={t("contact.why")} isOptional />
          </Card>
          <Card>
            <EmergencyContactFields
              value={contact}
              onChange={(part) => setContact((before) => ({ ...before, ...part }))}
              error={tried && halfContact ? t("contact.half") : null}
            />
          </Card>
          {change.isError ? (
            <Notice tone="care" live>
              <p>{errorText(change.error)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={change.isPending}>
            {t("common:save")}
          </Button>
        </Stack>
      </form>
    </Page>
  );
}
