import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { FindingList } from "./FindingList";
import { rotaKeys } from "./queries";
import styles from "./RunPanel.module.css";
import { canDo, relax } from "./relaxing";
import type { Relaxation, Run } from "./run";
import type { Month } from "./types";

interface ImpossibleProps {
  run: Run;
  month: Month;
  onBestEffort: () => void;
  /** Something was let go of: the rota can be worked out anew. */
  onRelaxed: () => void;
}

/** Why there is no rota, in words, and what to let go of so that there is one. */
export function Impossible({ run, month, onBestEffort, onRelaxed }: ImpossibleProps) {
  const { t } = useTranslation("rota");
  const queries = useQueryClient();
  const words = useRelaxationWords(month);
  const suggestions = run.suggestions.filter(({ relaxations }) => relaxations.length > 0);
  const letGo = useMutation({
    mutationFn: (relaxations: readonly Relaxation[]) => relax(month, relaxations),
    onSuccess: () => {
      announce(t("relaxation.done"));
      onRelaxed();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: rotaKeys.all }),
  });
  return (
    <Stack gap={3}>
      <p>{t(run.conflicts.length > 0 ? "run.conflicts" : "run.unexplained")}</p>
      {run.conflicts.length > 0 ? <FindingList month={month} findings={run.conflicts} /> : null}
      {suggestions.length > 0 ? (
        <>
          <h3>{t("run.suggestions")}</h3>
          <ul className={styles.list}>
            {suggestions.map(({ relaxations }) => {
              const said = relaxations.map(words).reduce((one, other) => t("relaxation.and", { one, other }));
              return (
                <li key={JSON.stringify(relaxations)}>
                  {canDo(relaxations) ? (
                    <Button variant="secondary" isPending={letGo.isPending} onPress={() => letGo.mutate(relaxations)}>
                      {said}
                    </Button>
                  ) : (
                    said
                  )}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
      {letGo.isError ? (
        <Notice tone="care" live>
          <p>{errorText(letGo.error)}</p>
        </Notice>
      ) : null}
      <div className={styles.actions}>
        <Button onPress={onBestEffort}>{t("run.bestEffort")}</Button>
      </div>
    </Stack>
  );
}

function useRelaxationWords(month: Month): (how: Relaxation) => string {
  const { t } = useTranslation("rota");
  const format = useFormat();
  return (how) => {
    const shift = month.shift_types.find(({ id }) => id === how.shift_type_id);
    const inHours = how.param === "minutes" ? 60 : how.param === "spread" ? 100 : 1;
    const number = (value: number | null) => (value === null ? "" : Math.round((value / inHours) * 10) / 10);
    return t(`relaxation.${how.kind}`, {
      rule: how.code ? t(`rule.${how.code}`, { defaultValue: how.code }) : "",
      was: number(how.was),
      to: number(how.to),
      who: month.staff.find(({ practitioner_id }) => practitioner_id === how.practitioner_id)?.display_name ?? "",
      day: how.date ? format.date(noonOf(how.date)) : "",
      shift: shift ? textOf(shift.name) : "",
      role: how.role ? t(`common:role.${how.role}`) : "",
    });
  };
}
