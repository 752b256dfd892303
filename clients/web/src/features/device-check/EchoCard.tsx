import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { type EchoState, type EchoTest, SPEAK_MS } from "@/realtime/echo";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { useLevel } from "../consultation/use-level";
import styles from "./EchoCard.module.css";
import { LevelBar } from "./LevelBar";

interface EchoCardProps {
  echo: EchoTest;
  state: EchoState;
  microphone: MediaStreamTrack;
}

/** Speak, listen, say whether it was heard. It is an offer and never a duty. */
export function EchoCard({ echo, state, microphone }: EchoCardProps) {
  const { t } = useTranslation("devices");
  const begin = () => echo.start(microphone);
  return (
    <section className={styles.echo} aria-labelledby="echo-title">
      <h2 id="echo-title" className={styles.title}>
        <Icon name="sound" />
        {t("echo.title")}
      </h2>
      <div role="status" className={styles.step}>
        <Step state={state} />
      </div>
      {state.at === "speaking" ? <Speaking microphone={microphone} /> : null}
      {state.stream === null ? null : <Returning stream={state.stream} isShown={state.at === "listening"} />}
      <div className={styles.actions}>
        {state.at === "listening" || state.at === "asking" ? (
          <>
            <Button variant="secondary" onPress={() => echo.answer(true)}>
              {t("echo.heard")}
            </Button>
            <Button variant="secondary" onPress={() => echo.answer(false)}>
              {t("echo.notHeard")}
            </Button>
          </>
        ) : state.at === "idle" || state.at === "over" || state.at === "failed" ? (
          <Button variant="secondary" block onPress={begin}>
            {t(state.at === "idle" ? "echo.begin" : "echo.again")}
          </Button>
        ) : (
          <Button variant="quiet" onPress={() => echo.stop()}>
            {t("echo.stop")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Step({ state }: { state: EchoState }) {
  const { t } = useTranslation("devices");
  switch (state.at) {
    case "idle":
      return <p>{t("echo.how")}</p>;
    case "waiting":
      return <p>{t("echo.waiting", { count: state.position })}</p>;
    case "over":
      return <p>{t(state.heard ? "echo.over" : "echo.overUnheard")}</p>;
    case "failed":
      return <p>{state.code === null ? t("echo.blocked") : errorText(new ApiError(state.code, 0, ""))}</p>;
    case "opening":
      return <p>{t("echo.opening")}</p>;
    default:
      return <p className={styles.strong}>{t(`echo.${state.at}`)}</p>;
  }
}

function Speaking({ microphone }: { microphone: MediaStreamTrack }) {
  const { t } = useTranslation("devices");
  const level = useLevel(microphone);
  return (
    <>
      <LevelBar label={t("echo.own")} now={level?.now ?? 0} />
      <span className={styles.time} style={{ animationDuration: `${SPEAK_MS}ms` }} aria-hidden="true" />
    </>
  );
}

/** What comes back, to be heard and seen: a moving bar without a sound tells that the loudspeaker is off. */
function Returning({ stream, isShown }: { stream: MediaStream; isShown: boolean }) {
  const { t } = useTranslation("devices");
  const audio = useRef<HTMLAudioElement>(null);
  const [isSilent, setSilent] = useState(false);
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const level = useLevel(track);
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    element.srcObject = stream;
    setTrack(stream.getAudioTracks()[0] ?? null);
    element.play().catch((error: unknown) => {
      setSilent(error instanceof DOMException && error.name === "NotAllowedError");
    });
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: one's own words of a moment ago */}
      <audio ref={audio} autoPlay />
      {isShown ? <LevelBar label={t("echo.back")} now={level?.now ?? 0} icon="sound" /> : null}
      {isSilent ? (
        <Button variant="secondary" onPress={() => void audio.current?.play().then(() => setSilent(false))}>
          {t("echo.play")}
        </Button>
      ) : null}
    </>
  );
}
