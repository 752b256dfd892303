import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import styles from "./Unsent.module.css";

interface KeepOrDiscardProps {
  text: string;
  onDiscard: () => void;
}

/** For a text that cannot be sent here any more: take it along, or give it up. */
export function KeepOrDiscard({ text, onDiscard }: KeepOrDiscardProps) {
  const { t } = useTranslation("unsent");
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t("copied"));
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className={styles.choices}>
      <Button variant="secondary" onPress={() => void copy()}>
        {t(copied ? "copied" : "copy")}
      </Button>
      <Button variant="quiet" onPress={onDiscard}>
        {t("discard")}
      </Button>
      {copied === false ? <p role="status">{t("copyByHand")}</p> : null}
    </div>
  );
}
