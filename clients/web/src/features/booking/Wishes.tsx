import { useTranslation } from "react-i18next";
import type { PractitionerSummary } from "@/api/types";
import { Stack } from "@/ui/Card";
import { Checkbox, ChoiceGroup } from "@/ui/Choice";
import type { Wishes as Wished } from "./flow";
import styles from "./Wishes.module.css";

const ANY = "any";

interface WishesProps {
  /** Everybody who gives the consultation: only what makes a difference among them is asked. */
  practitioners: readonly PractitionerSummary[];
  wishes: Wished;
  onChange: (wishes: Wished) => void;
}

/** Whom one would rather meet: their language, their gender. Closed until it is wanted. */
export function Wishes({ practitioners, wishes, onChange }: WishesProps) {
  const { t } = useTranslation("booking");
  const languages = distinct(practitioners.flatMap((each) => each.languages));
  const genders = distinct(practitioners.map((each) => each.gender)).filter((each) => each !== null);
  const asksLanguage = languages.length > 1 || wishes.language !== null;
  const asksGender = genders.length > 1 || wishes.gender !== null;
  const isWishing = wishes.language !== null || wishes.gender !== null || wishes.familiar;
  return (
    <details className={styles.wishes} open={isWishing || undefined}>
      <summary className={styles.summary}>{t("wishes.title")}</summary>
      <Stack gap={4}>
        {asksLanguage ? (
          <ChoiceGroup
            label={t("wishes.language")}
            value={wishes.language ?? ANY}
            onChange={(chosen) => onChange({ ...wishes, language: chosen === ANY ? null : chosen })}
            columns={2}
            options={[
              { value: ANY, label: t("wishes.any") },
              ...distinct([...languages, ...(wishes.language ? [wishes.language] : [])]).map((each) => ({
                value: each,
                label: t(`wishes.languages.${each}`, { defaultValue: each }),
              })),
            ]}
          />
        ) : null}
        {asksGender ? (
          <ChoiceGroup
            label={t("wishes.gender")}
            value={wishes.gender ?? (ANY as NonNullable<Wished["gender"]> | typeof ANY)}
            onChange={(chosen) => onChange({ ...wishes, gender: chosen === ANY ? null : chosen })}
            columns={2}
            options={[
              { value: ANY, label: t("wishes.any") },
              { value: "female", label: t("wishes.female") },
              { value: "male", label: t("wishes.male") },
            ]}
          />
        ) : null}
        <Checkbox isSelected={wishes.familiar} onChange={(familiar) => onChange({ ...wishes, familiar })}>
          {t("wishes.familiar")}
        </Checkbox>
      </Stack>
    </details>
  );
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
