import { useTranslation } from "react-i18next";
import type { RepairPlan } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import styles from "./Todo.module.css";
import { TouchedList } from "./TouchedList";
import type { useRepair } from "./use-repair";

interface OutcomeProps {
  repair: ReturnType<typeof useRepair>;
  /** What will happen, in a sentence. */
  before: string;
  /** Whether doing it changes anything, though nobody is given away or told. */
  isNews?: boolean;
}

/** The plan that was made, and the way to do it. */
export function Outcome({ repair: { plan, apply }, before, isNews }: OutcomeProps) {
  const { t } = useTranslation("today");
  const planned = plan.data;
  const changes = planned && (isNews || planned.kept.length > 0 || planned.lost.some(({ told }) => !told));
  return (
    <Stack>
      {plan.isError || apply.isError ? (
        <Notice tone="care" live>
          <p>{errorText(apply.error ?? plan.error)}</p>
        </Notice>
      ) : null}
      {planned ? (
        <Stack>
          <Planned plan={planned} />
          {changes ? (
            <>
              <p>{before}</p>
              <div className={styles.bar}>
                <Button isPending={apply.isPending} onPress={() => apply.mutate(planned)}>
                  {t("apply")}
                </Button>
              </div>
            </>
          ) : null}
        </Stack>
      ) : null}
    </Stack>
  );
}

/** What was done, and what stays to be done. */
export function Done({ plan }: { plan: RepairPlan }) {
  const { t } = useTranslation("today");
  return (
    <Stack>
      <Notice icon="check" title={t("done")} live>
        {plan.lost.length > 0 ? <p>{t("doneLost", { count: plan.lost.length })}</p> : null}
      </Notice>
      <Planned plan={plan} />
      <div className={styles.bar}>
        <ButtonLink href="/today">{t("back")}</ButtonLink>
      </div>
    </Stack>
  );
}

function Planned({ plan }: { plan: RepairPlan }) {
  const { t } = useTranslation("today");
  if (plan.kept.length + plan.lost.length === 0) return <Notice icon="check" title={t("untouched")} live />;
  return (
    <Stack>
      {plan.lost.length > 0 ? (
        <Card as="section" tone="accent" aria-labelledby="lost">
          <h2 id="lost">{t("lost", { count: plan.lost.length })}</h2>
          <p>{t("lostDetail")}</p>
          <TouchedList appointments={plan.lost} />
        </Card>
      ) : null}
      {plan.kept.length > 0 ? (
        <Card as="section" aria-labelledby="kept">
          <h2 id="kept">{t("kept", { count: plan.kept.length })}</h2>
          <TouchedList appointments={plan.kept} />
        </Card>
      ) : null}
      {plan.proven ? null : <p>{t("unproven")}</p>}
    </Stack>
  );
}
