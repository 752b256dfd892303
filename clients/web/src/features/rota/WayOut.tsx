import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./Impossible.module.css";
import type { Place } from "./moves";
import { rotaKeys } from "./queries";
import { useRelaxationWords } from "./relaxation-words";
import { relax } from "./relaxing";
import type { Relaxation } from "./run";
import type { Month } from "./types";

interface WayOutProps {
  month: Month;
  relaxations: readonly Relaxation[];
  onShow: (place: Place) => void;
}

/** Things to let go of together, each with the way to do it. */
export function WayOut({ month, relaxations, onShow }: WayOutProps) {
  const { t } = useTranslation("rota");
  return (
    <>
      {relaxations.length > 1 ? (
        <p className={styles.several}>{t("relaxation.all", { count: relaxations.length })}</p>
      ) : null}
      <ul className={styles.steps}>
        {relaxations.map((how) => (
          <li key={JSON.stringify(how)}>
            <Step month={month} how={how} onShow={onShow} />
          </li>
        ))}
      </ul>
    </>
  );
}

/**
 * What concerns this month alone is done by a press. A rule holds for all months and may protect people, so it is
 * changed where its source stands; leave is talked about with the person first.
 */
function Step({ month, how, onShow }: { month: Month; how: Relaxation; onShow: (place: Place) => void }) {
  const { t } = useTranslation("rota");
  const said = useRelaxationWords(month)(how);
  const queries = useQueryClient();
  const letGo = useMutation({
    mutationFn: () => relax(month, how),
    onSuccess: () => announce(t("relaxation.done")),
    onSettled: () => queries.invalidateQueries({ queryKey: rotaKeys.all }),
  });
  const place = how.practitioner_id && how.date ? { practitionerId: how.practitioner_id, date: how.date } : null;
  return (
    <>
      <p className={styles.said}>{said}</p>
      {how.kind === "rule_number" || how.kind === "rule_soft" ? (
        <>
          <p className={styles.quiet}>{t("relaxation.allMonths")}</p>
          <ButtonLink variant="secondary" href={`/rota/settings/rules#rule-${how.code}`}>
            {t("relaxation.openRule")}
          </ButtonLink>
        </>
      ) : null}
      {how.kind === "leave_lifted" && place ? (
        <Button variant="secondary" onPress={() => onShow(place)}>
          {t("findings.show")}
        </Button>
      ) : null}
      {how.kind === "cover_less" || how.kind === "unlocked" ? (
        letGo.isSuccess ? (
          <p role="status">{t("relaxation.done")}</p>
        ) : (
          <Button variant="secondary" isPending={letGo.isPending} onPress={() => letGo.mutate()}>
            {t(how.kind === "unlocked" ? "cell.unlock" : "relaxation.thisDay")}
          </Button>
        )
      ) : null}
      {letGo.isError ? (
        <Notice tone="care" live>
          <p>{errorText(letGo.error)}</p>
        </Notice>
      ) : null}
    </>
  );
}
