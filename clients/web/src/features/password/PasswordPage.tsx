import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { type ApiError, asApiError } from "@/api/errors";
import { useMe } from "@/auth/hooks";
import { PASSWORD } from "@/auth/password";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import styles from "./PasswordPage.module.css";
import { fieldOf, lengthProblem } from "./problems";

/** A new password for oneself. `back` is where one came from. */
export default function PasswordPage({ back }: { back: string }) {
  const { t } = useTranslation("password");
  const [isDone, setDone] = useState(false);
  return (
    <Page
      title={t(isDone ? "done.title" : "title")}
      lead={isDone ? t("done.body") : undefined}
      back={isDone ? undefined : back}
      step={String(isDone)}
    >
      {isDone ? (
        <ButtonLink href={back} block>
          {t("done.back")}
        </ButtonLink>
      ) : (
        <PasswordForm onDone={() => setDone(true)} />
      )}
    </Page>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("password");
  const { email } = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [isShown, setShown] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const refuse = (error: ApiError) => {
    setRefusal(error);
    if (fieldOf(error)) announce(errorText(error), "assertive");
  };
  const change = useMutation({
    mutationFn: () => api.post("/me/password", { current_password: current, new_password: next }),
    onSuccess: onDone,
    onError: (error) => refuse(asApiError(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    setMissing(!current);
    const problem = lengthProblem(next);
    if (!current) announce(t("currentMissing"), "assertive");
    if (problem) refuse(problem);
    if (current && !problem) change.mutate();
  };
  const field = refusal && fieldOf(refusal);
  const words = refusal && errorText(refusal);
  const type = isShown ? "text" : "password";
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={5}>
        <Card>
          {/* For password managers: whose password this is. */}
          <input
            className="visually-hidden"
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <TextField
            label={t("current")}
            name="current-password"
            type={type}
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
            error={isMissing && !current ? t("currentMissing") : field === "current" ? words : null}
          />
          <TextField
            label={t("new")}
            hint={t("rules.length", PASSWORD)}
            name="new-password"
            type={type}
            autoComplete="new-password"
            value={next}
            onChange={setNext}
            error={field === "next" ? words : null}
          />
          <Checkbox isSelected={isShown} onChange={setShown}>
            {t("entrance:showPassword")}
          </Checkbox>
          <ul className={styles.rules}>
            <li>{t("rules.distinct", PASSWORD)}</li>
            <li>{t("rules.email")}</li>
            <li>{t("rules.others")}</li>
          </ul>
        </Card>
        {words && !field ? (
          <Notice tone="care" live>
            <p>{words}</p>
          </Notice>
        ) : null}
        <Button type="submit" block isPending={change.isPending}>
          {t("change")}
        </Button>
      </Stack>
    </form>
  );
}
