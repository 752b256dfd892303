import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import type { Side } from "./People";
import styles from "./People.module.css";
import { type GuestKind, useGuestSteps } from "./queries";

const KINDS: readonly GuestKind[] = ["other_parent", "grandparent", "interpreter", "other"];

/** Invites somebody by name, and gives the link to hand on; it is shown this once. */
export function InviteForm({ appointmentId, side }: { appointmentId: string; side: Side }) {
  const { t } = useTranslation("guests");
  const { invite } = useGuestSteps(appointmentId);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<GuestKind>(side === "client" ? "other_parent" : "interpreter");
  const [isMissing, setMissing] = useState(false);
  if (invite.data !== undefined) {
    return (
      <Link
        url={`${window.location.origin}/join#${invite.data.token}`}
        name={invite.data.guest.name}
        needsYes={side === "practitioner"}
        onDone={() => {
          setName("");
          invite.reset();
        }}
      />
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() !== "") invite.mutate({ name: name.trim(), kind });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h3 className={styles.heading}>{t("invite.title")}</h3>
      <p>{t(`invite.lead.${side}`)}</p>
      <TextField
        label={t("invite.name")}
        hint={t("invite.nameHint")}
        value={name}
        onChange={setName}
        maxLength={80}
        error={isMissing ? t("invite.nameMissing") : null}
      />
      <SelectField
        label={t("invite.kind")}
        value={kind}
        onChange={(value) => setKind(value as GuestKind)}
        options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      {invite.isError ? (
        <Notice tone="care" live>
          <p>{errorText(invite.error)}</p>
        </Notice>
      ) : null}
      <Button type="submit" block isPending={invite.isPending}>
        {t("invite.make")}
      </Button>
    </form>
  );
}

interface LinkProps {
  url: string;
  name: string;
  needsYes: boolean;
  onDone: () => void;
}

function Link({ url, name, needsYes, onDone }: LinkProps) {
  const { t } = useTranslation("guests");
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(url).then(() => setCopied(true));
  // Closed without choosing where to: nothing was handed on, and the link stands there still.
  const share = () => void navigator.share({ text: t("invite.message"), url }).catch(() => undefined);
  return (
    <div className={styles.form}>
      <h3 className={styles.heading}>{t("invite.link", { name })}</h3>
      <p>{t("invite.linkLead")}</p>
      {needsYes ? <p>{t("invite.needsYes")}</p> : null}
      <p className={styles.link} data-testid="invitation">
        {url}
      </p>
      {"share" in navigator ? (
        <Button block onPress={share}>
          {t("invite.share")}
        </Button>
      ) : null}
      <Button block variant="secondary" onPress={copy}>
        {t(isCopied ? "invite.copied" : "invite.copy")}
      </Button>
      <Button block variant="quiet" onPress={onDone}>
        {t("invite.done")}
      </Button>
    </div>
  );
}
