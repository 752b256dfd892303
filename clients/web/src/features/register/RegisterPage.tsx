import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { asApiError } from "@/api/errors";
import { cityQuery, consentTextsQuery } from "@/api/queries";
import { useDraft } from "@/app/draft";
import { session } from "@/auth/session";
import { keepInvitation, keptInvitation } from "@/features/household/invitation";
import { language } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Actions, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Steps } from "@/ui/Steps";
import { CodeStep } from "./CodeStep";
import { ConsentStep } from "./ConsentStep";
import { ContactStep } from "./ContactStep";
import { FamilyStep } from "./FamilyStep";
import {
  type Draft,
  EMPTY,
  firstOpenStep,
  problemsOf,
  STEPS,
  type Step,
  stepOfError,
  toRegistration,
} from "./registration";
import { YouStep } from "./YouStep";

const LAST: Step = "consent";
/** Who is invited into a family needs no code of the city. */
const INVITED_STEPS = STEPS.filter((step) => step !== "code");

export interface StepProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** The sentence for a field that is not right yet, once the person has tried to go on. */
  problem: (field: string) => string | null;
}

/** Registering, one subject a screen; the step is in the address, so that the browser's back is the way back. */
export default function RegisterPage() {
  const { t } = useTranslation("register");
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const [invitation, setInvitation] = useState(keptInvitation);
  // How they are tied stands in the invitation; they can say otherwise.
  const { draft, change, clear } = useDraft("register", { ...EMPTY, tie: invitation?.kind ?? EMPTY.tie });
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState<Step | null>(null);
  const city = useQuery(cityQuery());
  const texts = useQuery(consentTextsQuery());

  const asked = parameters.get("step") as Step | null;
  const steps: readonly Step[] = invitation ? INVITED_STEPS : STEPS;
  const step: Step = asked && steps.includes(asked) ? asked : (steps[0] ?? LAST);
  const index = steps.indexOf(step);
  const previous = steps[index - 1];
  const problems = problemsOf(step, draft, password);
  const problem = (field: string) => {
    const key = tried === step ? problems[field] : undefined;
    return key ? t(`problem.${key}`) : null;
  };

  const goTo = (to: Step) => navigate(`/register?step=${to}`);

  const register = useMutation({
    mutationFn: () =>
      session.register(toRegistration(draft, password, language(), texts.data ?? [], invitation?.token ?? null)),
    onSuccess: () => {
      clear();
      keepInvitation(null);
      navigate(invitation ? "/family/household" : "/", { replace: true });
      announce(t("done"));
    },
    onError: (failure) => {
      const error = asApiError(failure);
      if (error.code === "household.link_over") {
        keepInvitation(null);
        setInvitation(null);
      }
      const to = stepOfError(error);
      if (to && to !== step) goTo(to);
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(step);
    const first = Object.values(problems)[0];
    if (first) {
      announce(t(`problem.${first}`), "assertive");
      return;
    }
    const next = steps[index + 1];
    if (next) {
      // What the server refused is put right: the rest need not be gone through again.
      goTo(register.isError && !firstOpenStep(steps, draft, password) ? LAST : next);
      return;
    }
    // A reload forgets the password on purpose: what is open comes first.
    const open = firstOpenStep(steps, draft, password);
    if (open) {
      setTried(open);
      goTo(open);
      return;
    }
    register.mutate();
  };

  const shared = { draft, change, problem };
  return (
    <Page
      title={t(`${step}.title`)}
      documentTitle={t("title")}
      step={step}
      back={previous ? `/register?step=${previous}` : invitation ? "/family/invited" : "/"}
      lead={t(`${step}.lead`)}
    >
      <Steps now={index + 1} of={steps.length} />
      <form onSubmit={submit} noValidate>
        <Stack gap={5}>
          {register.isError && stepOfError(asApiError(register.error)) === step ? (
            <Notice tone="care" live>
              <p>{errorText(register.error)}</p>
            </Notice>
          ) : null}
          {step === "code" ? <CodeStep {...shared} city={city.data} /> : null}
          {step === "you" ? <YouStep {...shared} password={password} onPassword={setPassword} /> : null}
          {step === "family" ? <FamilyStep {...shared} /> : null}
          {step === "contact" ? <ContactStep {...shared} city={city.data} /> : null}
          {step === "consent" ? <ConsentStep {...shared} texts={texts} /> : null}
          {register.isError && stepOfError(asApiError(register.error)) === null ? (
            <Notice tone="care" live>
              <p>{errorText(register.error)}</p>
            </Notice>
          ) : null}
          <Actions>
            <Button type="submit" block isPending={register.isPending}>
              {index === steps.length - 1 ? t("finish") : t("common:next")}
            </Button>
            {index === 0 ? (
              <ButtonLink href={invitation ? "/family/invited" : "/sign-in"} variant="quiet">
                {t("haveAccount")}
              </ButtonLink>
            ) : null}
          </Actions>
        </Stack>
      </form>
    </Page>
  );
}
