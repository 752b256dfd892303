import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { useEncounters } from "@/features/consultation/queries";
import { useStore } from "@/features/consultation/use-store";
import type { EncounterOut } from "@/generated/protocol";
import { textOfCode } from "@/i18n/error-text";
import { queueOf } from "@/realtime/queue/here";
import type { Draft, Unsent } from "@/realtime/queue/keeper";
import { unsentHere } from "@/realtime/queue/known";
import { serverNow } from "@/time/clock";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { KeepOrDiscard } from "./KeepOrDiscard";
import styles from "./Unsent.module.css";

interface UnsentFirstProps {
  /** The page of a consultation, by its appointment. */
  pathTo: (appointmentId: string) => string;
  /** The consultation that stands beside this and shows its own. */
  except?: string | undefined;
}

/** What the person wrote and did not send, before everything else. */
export default function UnsentFirst({ pathTo, except }: UnsentFirstProps) {
  const { account_id } = useMe();
  const encounters = useEncounters();
  const { messages, drafts } = useStore(unsentHere);
  const elsewhere = ({ appointment_id }: { appointment_id: string }) => appointment_id !== except;
  const isOver = (encounterId: string): boolean => {
    if (encounters.data === undefined) return false;
    const found = encounters.data.find(({ id }) => id === encounterId);
    return found === undefined || isFinished(found);
  };
  const discard = (message: Unsent) => void queueOf(account_id).then((queue) => queue.remove([message.client_id]));
  const giveUp = (draft: Draft) => void queueOf(account_id).then((queue) => queue.setDraft(draft, ""));
  return (
    <Stack gap={3}>
      {messages.filter(elsewhere).map((message) => (
        <Message
          key={message.client_id}
          message={message}
          href={pathTo(message.appointment_id)}
          isOver={isOver(message.encounter_id)}
          onDiscard={() => discard(message)}
        />
      ))}
      {drafts
        .filter((draft) => elsewhere(draft) && draft.text.trim() !== "")
        .map((draft) => (
          <DraftCard
            key={draft.encounter_id}
            draft={draft}
            href={pathTo(draft.appointment_id)}
            isOver={isOver(draft.encounter_id)}
            onDiscard={() => giveUp(draft)}
          />
        ))}
    </Stack>
  );
}

function isFinished({ state, writing_until: until }: EncounterOut): boolean {
  return state === "finished" && (until === null || serverNow() >= Date.parse(until));
}

interface MessageProps {
  message: Unsent;
  href: string;
  isOver: boolean;
  onDiscard: () => void;
}

function Message({ message, href, isOver, onDiscard }: MessageProps) {
  const { t } = useTranslation("unsent");
  const titleId = `unsent-${message.client_id}`;
  const isRefused = message.code !== null;
  return (
    <Card as="section" tone="accent" aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        {t(isRefused ? "refused" : "waiting")}
      </h2>
      <p className={styles.text}>{message.body}</p>
      <p>{isRefused ? textOfCode(message.code ?? "") : t("waitingBody")}</p>
      {isRefused && isOver ? (
        <KeepOrDiscard text={message.body} onDiscard={onDiscard} />
      ) : (
        <ButtonLink href={href} variant="secondary" block>
          {t("open")}
        </ButtonLink>
      )}
    </Card>
  );
}

interface DraftProps {
  draft: Draft;
  href: string;
  isOver: boolean;
  onDiscard: () => void;
}

function DraftCard({ draft, href, isOver, onDiscard }: DraftProps) {
  const { t } = useTranslation("unsent");
  const titleId = `draft-${draft.encounter_id}`;
  return (
    <Card as="section" tone="accent" aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        {t("draft")}
      </h2>
      <p className={styles.text}>{draft.text}</p>
      {isOver ? (
        <>
          <p>{t("draftOver")}</p>
          <KeepOrDiscard text={draft.text} onDiscard={onDiscard} />
        </>
      ) : (
        <ButtonLink href={href} variant="secondary" block>
          {t("goOn")}
        </ButtonLink>
      )}
    </Card>
  );
}
