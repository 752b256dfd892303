import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/auth/session";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";

export default function SignInPage({ expired = false }: { expired?: boolean }) {
  const { t } = useTranslation("entrance");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({ mutationFn: () => session.signIn(email.trim(), password) });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (email.trim() && password) signIn.mutate();
  };

  return (
    <Page title={t("signInTitle")} back="/">
      {expired ? (
        <Notice title={t("expired.title")} live>
          <p>{t("expired.body")}</p>
        </Notice>
      ) : null}
      <Card>
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextField
              label={t("email")}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              value={email}
              onChange={setEmail}
              error={asked && !email.trim() ? t("emailMissing") : null}
            />
            <TextField
              label={t("password")}
              name="password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              error={asked && !password ? t("passwordMissing") : null}
            />
            {signIn.isError ? (
              <Notice tone="care" live>
                <p>{errorText(signIn.error)}</p>
              </Notice>
            ) : null}
            <Button type="submit" block isPending={signIn.isPending}>
              {t("signIn")}
            </Button>
          </Stack>
        </form>
      </Card>
      <ButtonLink href="/forgot-password" variant="quiet">
        {t("forgot")}
      </ButtonLink>
      <ButtonLink href="/way-back" variant="quiet">
        {t("wayBack")}
      </ButtonLink>
      <ButtonLink href="/register" variant="quiet">
        {t("noAccount")}
      </ButtonLink>
    </Page>
  );
}
