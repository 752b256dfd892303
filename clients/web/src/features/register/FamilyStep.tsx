import { useTranslation } from "react-i18next";
import { ChildrenField } from "@/features/family/ChildrenField";
import { serverNow } from "@/time/clock";
import { addDays, isoDate } from "@/time/format";
import { Card, Stack } from "@/ui/Card";
import { Checkbox, ChoiceGroup } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import type { StepProps } from "./RegisterPage";

const TIES = ["partner", "grandparent", "other"] as const;

export function FamilyStep({ draft, change, problem }: StepProps) {
  const { t } = useTranslation("register");
  const today = isoDate(serverNow());
  const isParent = draft.pregnant || draft.hasChildren;
  const tieProblem = problem("tie");
  return (
    <Stack>
      {tieProblem ? (
        <Notice tone="care">
          <p>{tieProblem}</p>
        </Notice>
      ) : null}
      <Card>
        <Checkbox isSelected={draft.pregnant} onChange={(pregnant) => change({ pregnant, tie: null })}>
          {t("family.pregnant")}
        </Checkbox>
        {draft.pregnant ? (
          <TextField
            label={t("family.due")}
            hint={t("family.dueHint")}
            type="date"
            value={draft.due}
            onChange={(due) => change({ due })}
            min={addDays(today, -30)}
            max={addDays(today, 300)}
            error={problem("due")}
          />
        ) : null}
        <Checkbox
          isSelected={draft.hasChildren}
          onChange={(hasChildren) =>
            change({ hasChildren, tie: null, birthMonths: draft.birthMonths.length > 0 ? draft.birthMonths : [""] })
          }
        >
          {t("family.hasChildren")}
        </Checkbox>
        {draft.hasChildren ? (
          <ChildrenField
            months={draft.birthMonths}
            onChange={(birthMonths) => change({ birthMonths })}
            error={problem("children")}
          />
        ) : null}
      </Card>
      {isParent ? null : (
        <ChoiceGroup
          label={t("family.tie")}
          value={draft.tie}
          onChange={(tie) => change({ tie })}
          options={TIES.map((tie) => ({ value: tie, label: t(`family.ties.${tie}`) }))}
        />
      )}
    </Stack>
  );
}
