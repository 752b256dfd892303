import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { requestOpen } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";

/** For who lost the way to their appointment: the answer is the same whether the address is known or not. */
export default function WayBackPage() {
  const { t } = useTranslation("handover");
  const [email, setEmail] = useState("");
  const [isMissing, setMissing] = useState(false);
  const ask = useMutation({
    mutationFn: () => requestOpen<void>("POST", "/auth/way-back-requests", { body: { email: email.trim() } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!email.trim());
    if (email.trim()) ask.mutate();
  };
  if (ask.isSuccess) {
    return (
      <Page title={t("wayBack.sent.title")} lead={t("wayBack.sent.body")} step="sent">
        <ul>
          <li>{t("wayBack.sent.unwanted")}</li>
          <li>{t("wayBack.sent.unconfirmed")}</li>
        </ul>
        <ButtonLink href="/sign-in" block>
          {t("signIn")}
        </ButtonLink>
      </Page>
    );
  }
  return (
    <Page title={t("wayBack.title")} lead={t("wayBack.lead")} back="/sign-in">
      <Card>
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextField
              label={t("entrance:email")}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              value={email}
              onChange={setEmail}
              error={isMissing && !email.trim() ? t("entrance:emailMissing") : null}
            />
            {ask.isError ? (
              <Notice tone="care" live>
                <p>{errorText(ask.error)}</p>
              </Notice>
            ) : null}
            <Button type="submit" block isPending={ask.isPending}>
              {t("wayBack.send")}
            </Button>
          </Stack>
        </form>
      </Card>
    </Page>
  );
}
