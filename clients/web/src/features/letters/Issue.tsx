import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Checkbox, ChoiceGroup } from "@/ui/Choice";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import styles from "./Letters.module.css";
import { letterKey, lettersKey, useLetterForms } from "./queries";
import type { Letter } from "./types";

type Way = "ask" | "consent" | "written" | "ground";

const REASON_MAX = 500;

/** The ways that are open to a letter as it stands (clinic/records/letters/states). */
function waysOf({ state, kind }: Letter): Way[] {
  const byGround: Way[] = kind === "handover" ? ["ground"] : [];
  if (state === "agreed") return ["consent"];
  if (state === "refused") return byGround;
  return state === "draft" ? ["ask", "written", ...byGround] : [];
}

interface IssueProps {
  letter: Letter;
  /** The version that goes; null: it cannot yet. */
  version: () => Promise<number | null>;
}

/** How the letter goes on: its person is asked, or it is issued on paper consent or a ground of law. */
export function Issue({ letter, version }: IssueProps) {
  const { t } = useTranslation("letters");
  const client = useQueryClient();
  const forms = useLetterForms();
  const ways = waysOf(letter);
  const [chosen, setChosen] = useState<Way | null>(null);
  const [writtenOn, setWrittenOn] = useState("");
  const [ground, setGround] = useState("");
  const [reason, setReason] = useState("");
  const [isWithheld, setWithheld] = useState(false);
  const [withheld, setWithheldReason] = useState("");
  const [isTried, setTried] = useState(false);
  const [going, setGoing] = useState<number | null>(null);
  const way = chosen ?? ways[0] ?? null;
  const send = useMutation({
    mutationFn: (number: number) =>
      way === "ask"
        ? api.post<Letter>(`/letters/${letter.id}/ask`, { version: number })
        : api.post<Letter>(`/letters/${letter.id}/issue`, {
            version: number,
            basis: way,
            ...(way === "written" ? { written_on: writtenOn } : {}),
            ...(way === "ground" ? { ground, ground_reason: reason } : {}),
            ...(way === "ground" && isWithheld ? { withheld_reason: withheld } : {}),
          }),
    onSuccess: (changed) => {
      client.setQueryData(letterKey(letter.id), changed);
      void client.invalidateQueries({ queryKey: lettersKey(letter.person_id) });
    },
    onSettled: () => setGoing(null),
  });
  if (way === null) return null;
  const isEmpty = (text: string) => text.trim() === "";
  const isWhole =
    way === "written"
      ? writtenOn !== ""
      : way !== "ground" || (ground !== "" && !isEmpty(reason) && !(isWithheld && isEmpty(withheld)));
  const missing = (text: string) => (isTried && isEmpty(text) ? t("missingHere") : null);
  return (
    <Card as="section" aria-labelledby="issue">
      <h2 id="issue">{t("issue.title")}</h2>
      {ways.length > 1 ? (
        <ChoiceGroup
          label={t("issue.title")}
          hideLabel
          value={way}
          onChange={setChosen}
          options={ways.map((each) => ({ value: each, label: t(`way.${each}`), detail: t(`wayDetail.${each}`) }))}
        />
      ) : (
        <p>{t(`wayDetail.${way}`)}</p>
      )}
      {way === "written" ? (
        <TextField
          type="date"
          label={t("issue.writtenOn")}
          value={writtenOn}
          onChange={setWrittenOn}
          error={missing(writtenOn)}
        />
      ) : null}
      {way === "ground" ? (
        <>
          <Notice tone="care">{t("groundReview")}</Notice>
          <SelectField
            label={t("issue.ground")}
            value={ground}
            onChange={setGround}
            error={missing(ground)}
            options={[
              { value: "", label: t("records:choose") },
              ...(forms.data?.grounds.grounds ?? []).map(({ code, label }) => ({ value: code, label: textOf(label) })),
            ]}
          />
          <TextArea
            label={t("issue.reason")}
            value={reason}
            onChange={setReason}
            maxLength={REASON_MAX}
            rows={3}
            error={missing(reason)}
          />
          <Checkbox isSelected={isWithheld} onChange={setWithheld}>
            {t("issue.withhold")}
          </Checkbox>
          {isWithheld ? (
            <TextArea
              label={t("issue.withheldReason")}
              hint={t("issue.withheldHint")}
              value={withheld}
              onChange={setWithheldReason}
              maxLength={REASON_MAX}
              rows={3}
              error={missing(withheld)}
            />
          ) : null}
        </>
      ) : null}
      {send.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(send.error)}</p>
        </Notice>
      )}
      <div className={styles.acts}>
        <Button
          onPress={async () => {
            setTried(true);
            const number = await version();
            if (number !== null && isWhole) setGoing(number);
          }}
          isPending={send.isPending}
        >
          {t(way === "ask" ? "issue.ask" : "issue.send")}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={going !== null}
        onClose={() => setGoing(null)}
        title={t(way === "ask" ? "issue.askTitle" : "issue.sendTitle")}
        confirmLabel={t(way === "ask" ? "issue.ask" : "issue.send")}
        cancelLabel={t("issue.writeOn")}
        onConfirm={() => {
          if (going !== null) send.mutate(going);
        }}
        isPending={send.isPending}
      >
        <p>{t(way === "ask" ? "issue.askBody" : "issue.sendBody")}</p>
      </ConfirmDialog>
    </Card>
  );
}
