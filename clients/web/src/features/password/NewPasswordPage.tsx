import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { requestOpen } from "@/api/client";
import { type ApiError, asApiError } from "@/api/errors";
import { useMailedToken } from "@/auth/mailed-token";
import { PASSWORD } from "@/auth/password";
import { session } from "@/auth/session";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { fieldOf, lengthProblem } from "./problems";

/** Opened from a mail: sets a new password, once. */
export default function NewPasswordPage() {
  const { t } = useTranslation("password");
  const token = useMailedToken();
  const [isDone, setDone] = useState(false);
  if (isDone) {
    return (
      <Page title={t("done.title")} lead={t("reset.done")} step="done">
        <ButtonLink href="/sign-in" block>
          {t("toSignIn")}
        </ButtonLink>
      </Page>
    );
  }
  return token ? <NewPasswordForm token={token} onDone={() => setDone(true)} /> : <CutLink />;
}

function CutLink() {
  const { t } = useTranslation("password");
  return (
    <Page title={t("reset.cut.title")} lead={t("reset.cut.body")}>
      <ButtonLink href="/forgot-password" block>
        {t("forgot.title")}
      </ButtonLink>
    </Page>
  );
}

function NewPasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation("password");
  const [next, setNext] = useState("");
  const [isShown, setShown] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const reset = useMutation({
    mutationFn: () => requestOpen<void>("POST", "/auth/password-reset", { body: { token, password: next } }),
    onSuccess: async () => {
      // Every browser of the account was signed out: this one too, if it was one of them.
      const token = session.accessToken();
      if (token) await session.renew(token);
      onDone();
    },
    onError: (error) => setRefusal(asApiError(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = lengthProblem(next);
    setRefusal(problem);
    if (!problem) reset.mutate();
  };
  const isOfField = refusal !== null && fieldOf(refusal) === "next";
  return (
    <Page title={t("reset.title")} lead={t("reset.lead")}>
      <form onSubmit={submit} noValidate>
        <Stack gap={5}>
          <Card>
            <TextField
              label={t("new")}
              hint={t("rules.length", PASSWORD)}
              name="new-password"
              type={isShown ? "text" : "password"}
              autoComplete="new-password"
              value={next}
              onChange={setNext}
              error={refusal && isOfField ? errorText(refusal) : null}
            />
            <Checkbox isSelected={isShown} onChange={setShown}>
              {t("entrance:showPassword")}
            </Checkbox>
          </Card>
          {refusal && !isOfField ? (
            <Notice tone="care" live>
              <p>{errorText(refusal)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={reset.isPending}>
            {t("reset.set")}
          </Button>
          {refusal?.code === "people.link_over" ? (
            <ButtonLink href="/forgot-password" variant="secondary" block>
              {t("forgot.title")}
            </ButtonLink>
          ) : null}
        </Stack>
      </form>
    </Page>
  );
}
