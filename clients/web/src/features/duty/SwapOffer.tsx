import { useState } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import { useSwapAction } from "./queries";
import type { MyMonth } from "./types";

interface SwapOfferProps {
  mine: MyMonth;
  date: string;
  onClose: () => void;
}

/** Offers a duty of mine: to anyone, to a colleague, or for one of theirs in return. */
export function SwapOffer({ mine, date, onClose }: SwapOfferProps) {
  const { t } = useTranslation("duty");
  const format = useFormat();
  const [to, setTo] = useState("");
  const [wanted, setWanted] = useState("");
  const act = useSwapAction();
  const theirs = mine.colleagues.find((each) => each.practitioner_id === to)?.duties ?? [];
  const nameOf = (shiftTypeId: string) => {
    const shift = mine.shift_types.find(({ id }) => id === shiftTypeId);
    return shift ? textOf(shift.name) : "";
  };
  return (
    <>
      <h3>{t("swap.offerTitle")}</h3>
      <SelectField
        label={t("swap.to")}
        value={to}
        onChange={(who) => {
          setTo(who);
          setWanted("");
        }}
        options={[
          { value: "", label: t("swap.anyone") },
          ...mine.colleagues.map((each) => ({ value: each.practitioner_id, label: each.display_name })),
        ]}
      />
      {theirs.length > 0 ? (
        <SelectField
          label={t("swap.inReturn")}
          value={wanted}
          onChange={setWanted}
          options={[
            { value: "", label: t("swap.nothing") },
            ...theirs.map((each) => ({
              value: each.date,
              label: `${format.date(noonOf(each.date))} ${nameOf(each.shift_type_id)}`,
            })),
          ]}
        />
      ) : null}
      <Button
        variant="secondary"
        isPending={act.isPending}
        onPress={() =>
          act.mutate(
            { date, offered_to: to || null, wanted: wanted || null },
            {
              onSuccess: () => {
                announce(t("swap.offered"));
                onClose();
              },
            },
          )
        }
        block
      >
        {t("swap.offer")}
      </Button>
      <p>{t("swap.until")}</p>
      {act.isError ? (
        <Notice tone="care" live>
          <p>{errorText(act.error)}</p>
        </Notice>
      ) : null}
    </>
  );
}
