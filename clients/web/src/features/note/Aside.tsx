import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./Aside.module.css";
import type { FormField } from "./types";

interface AsideProps {
  field: Pick<FormField, "kind" | "options">;
  text: string;
  onDecide: (choice: "mine" | "theirs" | "both") => void;
}

/** What another device wrote in the same field. Both texts are kept until the author has chosen. */
export function Aside({ field, text, onDecide }: AsideProps) {
  const { t } = useTranslation("records");
  const isText = field.kind === "text";
  const option = field.options.find(({ code }) => code === text);
  return (
    <Notice tone="care" title={t("aside.title")} live>
      <p className={styles.text}>{option ? textOf(option.label) : text}</p>
      <div className={styles.choices}>
        {isText ? (
          <Button variant="secondary" onPress={() => onDecide("both")}>
            {t("aside.both")}
          </Button>
        ) : null}
        <Button variant="secondary" onPress={() => onDecide("theirs")}>
          {t("aside.theirs")}
        </Button>
        <Button variant="quiet" onPress={() => onDecide("mine")}>
          {t("aside.mine")}
        </Button>
      </div>
    </Notice>
  );
}
