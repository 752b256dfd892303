import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import type { Language, Me } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import { hasUnsent, useHasUnsent } from "@/features/unsent/use-unsent";
import { changeLanguage, language } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ChoiceGroup } from "@/ui/Choice";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

/** Language and signing out: for parents under "my family", for staff under "settings". */
export function AccountActions() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const [asksForUnsent, setAsksForUnsent] = useState(false);
  const { account_id } = useMe();
  const loses = useHasUnsent();
  const change = useMutation({
    mutationFn: async (locale: Language) => {
      await changeLanguage(locale, true);
      session.update(await api.patch<Me>("/me", { locale }));
    },
  });
  const signOut = useMutation({
    mutationFn: (everywhere: boolean) => session.signOut(everywhere),
    onSuccess: () => navigate("/", { replace: true }),
    onSettled: () => {
      setAsking(false);
      setAsksForUnsent(false);
    },
  });
  const leave = useMutation({
    mutationFn: () => hasUnsent(account_id),
    onSuccess: (asks) => (asks ? setAsksForUnsent(true) : signOut.mutate(false)),
  });
  const failure = change.error ?? signOut.error;
  return (
    <Stack gap={5}>
      <Card as="section">
        <ChoiceGroup
          label={t("language")}
          value={language()}
          onChange={(locale) => change.mutate(locale)}
          columns={2}
          options={[
            { value: "ja", label: <span lang="ja">日本語</span> },
            { value: "en", label: <span lang="en">English</span> },
          ]}
        />
      </Card>
      {failure ? (
        <Notice tone="care" live>
          <p>{errorText(failure)}</p>
        </Notice>
      ) : null}
      <Stack gap={2}>
        <Button
          variant="secondary"
          block
          onPress={() => leave.mutate()}
          isPending={leave.isPending || (signOut.isPending && !asking && !asksForUnsent)}
        >
          {t("nav.signOut")}
        </Button>
        <Button variant="quiet" onPress={() => setAsking(true)}>
          {t("signOutEverywhere.action")}
        </Button>
      </Stack>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("signOutEverywhere.title")}
        confirmLabel={t("signOutEverywhere.confirm")}
        cancelLabel={t("cancel")}
        onConfirm={() => signOut.mutate(true)}
        isPending={signOut.isPending}
      >
        <p>{t("signOutEverywhere.body")}</p>
        {loses ? <p>{t("signOutUnsent.body")}</p> : null}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asksForUnsent}
        onClose={() => setAsksForUnsent(false)}
        title={t("signOutUnsent.title")}
        confirmLabel={t("signOutUnsent.confirm")}
        cancelLabel={t("cancel")}
        onConfirm={() => signOut.mutate(false)}
        isPending={signOut.isPending}
      >
        <p>{t("signOutUnsent.body")}</p>
      </ConfirmDialog>
    </Stack>
  );
}
