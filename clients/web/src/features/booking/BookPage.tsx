import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { servicesQuery } from "@/api/queries";
import { useDraft } from "@/app/draft";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { Steps } from "@/ui/Steps";
import { AboutStep } from "./AboutStep";
import { CheckStep } from "./CheckStep";
import { type Choice, choose, EMPTY, STEPS, type Step, stepToShow } from "./flow";
import { HowStep } from "./HowStep";
import { WhenStep } from "./WhenStep";

/** Booking in four taps. The step is in the address: the browser's back is the way back, and nothing chosen is lost. */
export default function BookPage() {
  const { t } = useTranslation("booking");
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const { draft, change, clear } = useDraft("booking", EMPTY);
  const services = useQuery(servicesQuery());

  const step = stepToShow(parameters.get("step"), draft);
  const previous = STEPS[STEPS.indexOf(step) - 1];
  const goTo = (to: Step) => navigate(`/book?step=${to}`);
  const take = (choice: Choice, next?: Step) => {
    change(choose(draft, choice));
    if (next) goTo(next);
  };

  return (
    <Page
      title={t(`${step}.title`)}
      documentTitle={t("title")}
      step={step}
      back={previous ? `/book?step=${previous}` : undefined}
    >
      <Steps now={STEPS.indexOf(step) + 1} of={STEPS.length} />
      <Answer of={services}>
        {(all) => {
          const service = all.find((each) => each.id === draft.serviceId);
          if (step === "about" || !service) {
            return <AboutStep services={all} draft={draft} take={(choice) => take(choice, "when")} />;
          }
          if (step === "when") return <WhenStep service={service} draft={draft} take={take} />;
          if (step === "how")
            return <HowStep service={service} draft={draft} take={(choice) => take(choice, "check")} />;
          return (
            <CheckStep
              service={service}
              draft={draft}
              take={take}
              onBooked={(id) => {
                clear();
                navigate(`/consultations/${id}?new=1`, { replace: true });
              }}
            />
          );
        }}
      </Answer>
    </Page>
  );
}
