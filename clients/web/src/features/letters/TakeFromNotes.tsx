import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Choice";
import { More } from "@/ui/More";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { useRecord } from "../record/queries";
import styles from "./Letters.module.css";
import type { Letter } from "./types";

interface TakeFromNotesProps {
  letter: Letter;
  onTake: (texts: Record<string, string>) => void;
}

/** Picks signed notes of the person; what stands in them is put into the fields, to be shortened there. */
export function TakeFromNotes({ letter, onTake }: TakeFromNotesProps) {
  const { t } = useTranslation("letters");
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("take.title")}</summary>
      {isOpen ? <Pick letter={letter} onTake={onTake} /> : null}
    </details>
  );
}

function Pick({ letter, onTake }: TakeFromNotesProps) {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const record = useRecord(letter.person_id);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const take = useMutation({
    mutationFn: () =>
      api.post<{ fields: Record<string, string> }>(`/letters/${letter.id}/proposal`, { encounter_ids: picked }),
    onSuccess: ({ fields }) => {
      setPicked([]);
      onTake(fields);
    },
  });
  return (
    <Answer of={record}>
      {({ pages }) =>
        (pages[0]?.notes.length ?? 0) === 0 ? (
          <p>{t("take.none")}</p>
        ) : (
          <div className={styles.screen}>
            <p className={styles.quiet}>{t("take.body")}</p>
            {pages
              .flatMap(({ notes }) => notes)
              .map((note) => (
                <Checkbox
                  key={note.encounter_id}
                  isSelected={picked.includes(note.encounter_id)}
                  onChange={(isPicked) =>
                    setPicked(
                      isPicked ? [...picked, note.encounter_id] : picked.filter((id) => id !== note.encounter_id),
                    )
                  }
                >
                  {format.date(note.signed_at)} {note.author_name} {note.complaint}
                </Checkbox>
              ))}
            <More of={record} label={t("records:record.older")} />
            {take.error === null ? null : (
              <Notice tone="care" live>
                <p>{errorText(take.error)}</p>
              </Notice>
            )}
            <div className={styles.acts}>
              <Button
                variant="secondary"
                onPress={() => take.mutate()}
                isPending={take.isPending}
                isDisabled={picked.length === 0}
              >
                {t("take.confirm")}
              </Button>
            </div>
          </div>
        )
      }
    </Answer>
  );
}
