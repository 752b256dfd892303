import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Account } from "@/api/types";
import { PASSWORD } from "@/auth/password";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import styles from "./AccountsPage.module.css";
import {
  DOCTOR_SPECIALTIES,
  isComplete,
  type NewAccountDraft,
  type Specialty,
  STAFF_ROLES,
  type StaffRole,
  toAccount,
} from "./new-account";

const EMPTY: NewAccountDraft = {
  role: "midwife",
  specialty: "paediatrics",
  displayName: "",
  email: "",
  password: "",
};

export function NewAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<NewAccountDraft>) => setDraft((before) => ({ ...before, ...part }));
  const make = useMutation({
    mutationFn: () => api.post<Account>("/accounts", toAccount(draft)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.accounts });
      announce(t("done"));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isComplete(draft)) make.mutate();
  };
  return (
    <Card as="section" aria-labelledby="new-account" className={styles.form}>
      <h2 id="new-account">{t("new")}</h2>
      <form onSubmit={submit} noValidate>
        <Stack>
          <SelectField
            label={t("role")}
            value={draft.role}
            onChange={(role) => change({ role: role as StaffRole })}
            options={STAFF_ROLES.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
          />
          {draft.role === "doctor" ? (
            <SelectField
              label={t("specialty")}
              value={draft.specialty}
              onChange={(specialty) => change({ specialty: specialty as Specialty })}
              options={DOCTOR_SPECIALTIES.map((each) => ({ value: each, label: t(`specialties.${each}`) }))}
            />
          ) : null}
          <TextField
            label={t("name")}
            value={draft.displayName}
            onChange={(displayName) => change({ displayName })}
            maxLength={80}
            autoComplete="off"
          />
          <TextField
            label={t("email")}
            type="email"
            inputMode="email"
            value={draft.email}
            onChange={(email) => change({ email })}
            maxLength={254}
            autoComplete="off"
          />
          <TextField
            label={t("password")}
            hint={t("passwordHint", { count: PASSWORD.minimum })}
            type="password"
            value={draft.password}
            onChange={(password) => change({ password })}
            autoComplete="new-password"
          />
          {tried && !isComplete(draft) ? (
            <Notice tone="care" live>
              <p>{t("incomplete", { count: PASSWORD.minimum })}</p>
            </Notice>
          ) : null}
          {make.isError ? (
            <Notice tone="care" live>
              <p>{errorText(make.error)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={make.isPending}>
            {t("make")}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {t("common:cancel")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
