import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import styles from "./SaveBar.module.css";

interface SaveBarProps {
  isChanged: boolean;
  isSaving: boolean;
  isSaved: boolean;
  /** Nothing can be saved just now, although something changed. */
  isBarred?: boolean;
  discard: () => void;
  /** "Give the changes up" and "not saved yet", in the words of the page. */
  words: { discard: string; unsaved: string };
}

/** At the foot of a long form, always in sight: saves it, or gives the edits up, and says which of them stand. */
export function SaveBar({ isChanged, isSaving, isSaved, isBarred = false, discard, words }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar}>
      <Button type="submit" isPending={isSaving} isDisabled={!isChanged || isBarred}>
        {t("save")}
      </Button>
      {isChanged ? (
        <Button variant="quiet" onPress={discard}>
          {words.discard}
        </Button>
      ) : null}
      <span role="status">{isSaved ? t("saved") : isChanged ? words.unsaved : ""}</span>
    </div>
  );
}
