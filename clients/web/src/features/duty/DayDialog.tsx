import { useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import overlay from "@/ui/ConfirmDialog.module.css";
import { SelectField } from "@/ui/SelectField";
import { SwapOffer } from "./SwapOffer";
import type { MyMonth } from "./types";
import { type Wished, wishedOn } from "./wishes";

interface DayDialogProps {
  mine: MyMonth;
  date: string;
  onClose: () => void;
  onWish: (wished: Wished, weight: number) => void;
}

const WISHES: readonly Wished[] = ["off", "on", "none"];

/** One day of mine: the wish for it with one more tap, and the offer to give a duty to somebody else. */
export function DayDialog({ mine, date, onClose, onWish }: DayDialogProps) {
  const { t } = useTranslation("duty");
  const format = useFormat();
  const duty = mine.duties.find((each) => each.date === date);
  const isOver = duty !== undefined && Date.parse(duty.starts_at) <= serverNow();
  const wish = mine.wishes.find((each) => each.date === date);
  const now = wishedOn(mine.wishes, date);
  const [weight, setWeight] = useState(String(wish?.weight ?? 2));
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} isDismissable className={overlay.overlay}>
      <Modal className={overlay.modal}>
        <Dialog className={overlay.dialog}>
          <Heading slot="title" className={overlay.title}>
            {format.date(noonOf(date))}
          </Heading>
          {mine.wishes_until ? (
            <>
              {WISHES.map((wished) => (
                <Button
                  key={wished}
                  variant={wished === now ? "primary" : "secondary"}
                  aria-pressed={wished === now}
                  onPress={() => {
                    onWish(wished, Number(weight));
                    announce(t(`wish.${wished}`));
                    onClose();
                  }}
                  block
                >
                  {t(`wish.${wished}`)}
                </Button>
              ))}
              <SelectField
                label={t("weight.label")}
                value={weight}
                onChange={setWeight}
                options={(["1", "2", "3"] as const).map((each) => ({ value: each, label: t(`weight.${each}`) }))}
              />
            </>
          ) : (
            <p>{t("wishesOver")}</p>
          )}
          {duty && !isOver ? <SwapOffer mine={mine} date={date} onClose={onClose} /> : null}
          <Button variant="quiet" onPress={onClose} block>
            {t("common:close")}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
