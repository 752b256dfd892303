import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import styles from "./Invitation.module.css";

interface InviteFieldsProps<Kind extends string> {
  /** Who sees the name. */
  nameHint: string;
  /** How somebody can be tied to the inviter; the first is the usual one. */
  kinds: readonly { value: Kind; label: string }[];
  error: unknown;
  isPending: boolean;
  onInvite: (wish: { name: string; kind: Kind }) => void;
}

/** Whom one invites, and how they are tied to oneself. */
export function InviteFields<Kind extends string>(props: InviteFieldsProps<Kind>) {
  const { nameHint, kinds, error, isPending, onInvite } = props;
  const { t } = useTranslation("invitation");
  const [name, setName] = useState("");
  const [kind, setKind] = useState(kinds[0]?.value);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && kind !== undefined) onInvite({ name: name.trim(), kind });
  };
  return (
    <form className={styles.part} onSubmit={submit} noValidate>
      <TextField
        label={t("name")}
        hint={nameHint}
        value={name}
        onChange={setName}
        maxLength={80}
        error={tried && name.trim() === "" ? t("nameMissing") : null}
      />
      <SelectField label={t("kind")} value={kind ?? ""} onChange={(value) => setKind(value as Kind)} options={kinds} />
      {error ? (
        <Notice tone="care" live>
          <p>{errorText(error)}</p>
        </Notice>
      ) : null}
      <Button type="submit" variant="secondary" block isPending={isPending}>
        {t("make")}
      </Button>
    </form>
  );
}
