import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { useSharedSummaries } from "@/features/summary/queries";
import SharedSummaries from "@/features/summary/SharedSummaries";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import styles from "./Household.module.css";
import { type JoinedHousehold, useHouseholdSteps } from "./queries";
import { WhatIsSeen } from "./WhatIsSeen";

/** Where somebody has joined, and what is shown to them there. */
export function Joined({ households }: { households: readonly JoinedHousehold[] }) {
  const { t } = useTranslation("household");
  const { end } = useHouseholdSteps();
  const [asked, setAsked] = useState<JoinedHousehold | null>(null);
  const { isGone, isNone } = useShown();
  return (
    <>
      {isGone ? (
        <Notice title={t("shared.goneTitle")} live>
          <p>{t("shared.gone")}</p>
        </Notice>
      ) : null}
      {households.map((one) => (
        <JoinedCard key={one.id} household={one} onLeave={() => setAsked(one)} />
      ))}
      {end.isError ? (
        <Notice tone="care" live>
          <p>{errorText(end.error)}</p>
        </Notice>
      ) : null}
      <SharedSummaries />
      {isNone && !isGone && households.length > 0 ? <p className={styles.quiet}>{t("shared.none")}</p> : null}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t("leave.title", { name: asked?.inviter_name ?? "" })}
        confirmLabel={t("leave.confirm")}
        cancelLabel={t("leave.cancel")}
        onConfirm={() => {
          if (asked !== null) end.mutate(asked.id, { onSettled: () => setAsked(null) });
        }}
        isPending={end.isPending}
      >
        <p>{t("leave.body")}</p>
      </ConfirmDialog>
    </>
  );
}

function JoinedCard({ household, onLeave }: { household: JoinedHousehold; onLeave: () => void }) {
  const { t } = useTranslation("household");
  const format = useFormat();
  const children = household.birth_months.map((month) => t("child", { month: format.month(noonOf(`${month}-15`)) }));
  return (
    <Card as="section" aria-labelledby={`joined-${household.id}`}>
      <h2 id={`joined-${household.id}`}>{t("joined.title", { name: household.inviter_name })}</h2>
      <p className={styles.quiet}>
        {[t("joined.since", { date: format.date(household.joined_at) }), ...children].join(t("common:dot"))}
      </p>
      <WhatIsSeen to="member" />
      <Button variant="quiet" onPress={onLeave}>
        {t("leave.action")}
      </Button>
    </Card>
  );
}

/** Whether something that was shown here, or that the address asks for, is shown no more. */
function useShown() {
  const [parameters] = useSearchParams();
  const { data } = useSharedSummaries();
  const [seen, setSeen] = useState<readonly string[]>([]);
  const shown = data?.map((one) => one.share_id) ?? [];
  const joined = shown.join(" ");
  useEffect(() => {
    if (joined !== "") setSeen((before) => [...new Set([...before, ...joined.split(" ")])]);
  }, [joined]);
  const wished = parameters.get("shared");
  const isGone = data !== undefined && [...seen, ...(wished ? [wished] : [])].some((id) => !shown.includes(id));
  return { isGone, isNone: data !== undefined && data.length === 0 };
}
