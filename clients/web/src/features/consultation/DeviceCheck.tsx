import { useTranslation } from "react-i18next";
import { EchoCard } from "@/features/device-check/EchoCard";
import { Preview } from "@/features/device-check/Preview";
import { useCheck } from "@/features/device-check/use-check";
import { HandoverCard } from "@/features/handover/HandoverCard";
import { offerHere } from "@/features/handover/ways";
import type { MediaKind } from "@/realtime/call";
import type { Consultation } from "@/realtime/consultation";
import { Button } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { DeviceChoice } from "./DeviceChoice";
import { needsRetry, type Way, waysOf } from "./readiness";

interface DeviceCheckProps {
  consultation: Consultation;
  /** With which appointment the result is stored; null: with none. */
  appointmentId: string | null;
  wish: MediaKind;
  /** The practitioner has opened the door already. */
  isAdmitted: boolean;
  onReady: (way: Way) => void;
}

/** The check at the door: quick, and with voice and text as choices of the same worth. The echo is an offer beside it. */
export function DeviceCheck({ consultation, appointmentId, wish, isAdmitted, onReady }: DeviceCheckProps) {
  const { t } = useTranslation("consultation");
  const { media } = consultation;
  const { state, level, echo, echoState, verdict, tryAgain } = useCheck(media, wish, appointmentId);
  const ways = waysOf(state, wish);
  const best = state.opening ? null : ways[0];
  const leads = offerHere(needsRetry(verdict)) === "main";
  return (
    <Page title={t(`check.title.${wish}`)} documentTitle={t("title")} lead={t("check.unseen")}>
      <Preview state={state} level={level} wish={wish} verdict={verdict} />
      <HandoverCard state={state} wish={wish} verdict={verdict} />
      {isAdmitted ? (
        <Notice icon="door" live>
          <p>{t("check.doorOpen")}</p>
        </Notice>
      ) : null}
      <Actions>
        {needsRetry(verdict) ? (
          <Button variant={best === "text" && !leads ? "primary" : "secondary"} block onPress={tryAgain}>
            {t("check.again")}
          </Button>
        ) : null}
        {ways.map((way) => (
          <Button
            key={way}
            block
            variant={way === best && (way !== "text" || !needsRetry(verdict)) ? "primary" : "secondary"}
            isDisabled={state.opening && way !== "text"}
            onPress={() => onReady(way)}
          >
            <Icon name={way} size={20} />
            {t(`check.go.${way}`)}
          </Button>
        ))}
      </Actions>
      <p>{t("noRecording")}</p>
      {state.tracks.audio === null ? null : <EchoCard echo={echo} state={echoState} microphone={state.tracks.audio} />}
      <DeviceChoice media={media} hasCamera={wish === "video"} />
    </Page>
  );
}
