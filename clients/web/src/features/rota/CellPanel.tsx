import type { RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import overlay from "@/ui/ConfirmDialog.module.css";
import styles from "./CellPanel.module.css";
import { cellAt } from "./cells";
import { findingsAt, useFindingWords } from "./finding-words";
import { toggleLock } from "./MonthGrid";
import type { Place } from "./moves";
import { ShiftChip } from "./ShiftChip";
import type { Month } from "./types";
import type { Draft } from "./use-draft";

interface CellPanelProps {
  month: Month;
  draft: Draft;
  place: Place;
  isOpen: boolean;
  onClose: () => void;
  /** The cell beside which it opens; without one it comes from below. */
  beside?: RefObject<Element | null>;
}

/** What one cell says and what can be done with it: its shifts, its lock, the wish and leave, and the checker's words. */
export function CellPanel({ beside, isOpen, onClose, ...rest }: CellPanelProps) {
  const inner = <Inner {...rest} onClose={onClose} />;
  const onOpenChange = (open: boolean) => !open && onClose();
  return beside ? (
    <Popover triggerRef={beside} isOpen={isOpen} onOpenChange={onOpenChange} className={styles.popover}>
      {inner}
    </Popover>
  ) : (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className={overlay.overlay}>
      <Modal className={overlay.modal}>{inner}</Modal>
    </ModalOverlay>
  );
}

function Inner({ month, draft, place, onClose }: Omit<CellPanelProps, "isOpen" | "beside">) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const words = useFindingWords(month);
  const person = month.staff.find(({ practitioner_id }) => practitioner_id === place.practitionerId);
  if (!person) return null;
  const cell = cellAt(draft.cells, place.practitionerId, place.date);
  const wish = month.wishes.find((each) => each.practitioner_id === place.practitionerId && each.date === place.date);
  const away = month.leave.some((each) => each.practitioner_id === place.practitionerId && each.date === place.date);
  const findings = findingsAt(draft.findings, place.practitionerId, place.date);
  const wished = month.shift_types.find(({ id }) => id === wish?.shift_type_id);
  const set = (assignment: typeof cell.assignment) => {
    draft.edit([{ practitioner_id: place.practitionerId, date: place.date, assignment, locked: false }]);
    onClose();
  };
  const choices = month.shift_types
    .filter(({ active }) => active)
    .flatMap((shift) => person.skills.map((role) => ({ shift, role })));
  return (
    <Dialog className={overlay.dialog}>
      <Heading slot="title" className={overlay.title}>
        {t("cell.title", { name: person.display_name, day: format.date(noonOf(place.date)) })}
      </Heading>
      {away ? <p>{t("cell.leave")}</p> : null}
      {wish ? (
        <p>{t(wish.on ? "cell.wishOn" : "cell.wishOff", { shift: wished ? textOf(wished.name) : t("cell.any") })}</p>
      ) : null}
      {findings.length > 0 ? (
        <ul className={styles.findings}>
          {findings.map((finding) => (
            <li key={JSON.stringify(finding)}>{words(finding)}</li>
          ))}
        </ul>
      ) : (
        <p className={styles.quiet}>{t("cell.fine")}</p>
      )}
      {cell.locked ? (
        <p>{t("cell.isLocked")}</p>
      ) : (
        <div className={styles.choices}>
          {choices.map(({ shift, role }) => {
            const isNow = cell.assignment?.shift_type_id === shift.id && cell.assignment.role === role;
            return (
              <button
                key={`${shift.id}${role}`}
                type="button"
                className={styles.choice}
                aria-pressed={isNow}
                onClick={() => set({ shift_type_id: shift.id, role })}
              >
                <ShiftChip shift={shift} />
                <span aria-hidden="true">{textOf(shift.name)}</span>
                {person.skills.length > 1 ? <span>{t(`common:role.${role}`)}</span> : null}
              </button>
            );
          })}
          <button
            type="button"
            className={styles.choice}
            aria-pressed={cell.assignment === null}
            onClick={() => set(null)}
          >
            {t("grid.off")}
          </button>
        </div>
      )}
      <Button
        variant="secondary"
        onPress={() => {
          toggleLock(draft, place);
          onClose();
        }}
        block
      >
        {t(cell.locked ? "cell.unlock" : "cell.lock")}
      </Button>
      <Button variant="quiet" onPress={onClose} block>
        {t("common:close")}
      </Button>
    </Dialog>
  );
}
