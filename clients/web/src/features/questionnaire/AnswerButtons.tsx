import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/Icon";
import styles from "./AnswerButtons.module.css";

interface AnswerButtonsProps {
  options: readonly { value: number; label: string }[];
  language: string;
  chosen: number | null;
  isPending: boolean;
  onChoose: (value: number) => void;
}

/** The answers, large; one tap answers and leads on. */
export function AnswerButtons({ options, language, chosen, isPending, onChoose }: AnswerButtonsProps) {
  const { t } = useTranslation("questionnaire");
  return (
    <ul className={styles.answers} aria-busy={isPending}>
      {options.map((option) => {
        const isChosen = option.value === chosen;
        return (
          <li key={option.value}>
            <Button
              className={`${styles.answer} ${isChosen ? styles.chosen : ""}`}
              onPress={isPending ? undefined : () => onChoose(option.value)}
            >
              <span lang={language}>{option.label}</span>
              {isChosen ? (
                <>
                  <span className="visually-hidden">{t("chosen")}</span>
                  <Icon name="check" />
                </>
              ) : null}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
