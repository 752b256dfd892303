import { useTranslation } from "react-i18next";
import type { LocalMedia } from "@/realtime/local-media";
import { SelectField } from "@/ui/SelectField";
import styles from "./DeviceChoice.module.css";
import { useStore } from "./use-store";

interface DeviceChoiceProps {
  media: LocalMedia;
  hasCamera: boolean;
}

/** Another microphone or camera, folded away; nothing where there is no other. */
export function DeviceChoice(props: DeviceChoiceProps) {
  const { t } = useTranslation("consultation");
  const { devices } = useStore(props.media.state);
  if (devices.microphones.length < 2 && (!props.hasCamera || devices.cameras.length < 2)) return null;
  return (
    <details className={styles.choice}>
      <summary className={styles.summary}>{t("check.devices")}</summary>
      <DeviceFields {...props} />
    </details>
  );
}

/** The lists of microphones and cameras, and of loudspeakers where the browser lets a page choose. */
export function DeviceFields({ media, hasCamera }: DeviceChoiceProps) {
  const { t } = useTranslation("consultation");
  const { devices, tracks, choice } = useStore(media.state);
  const { microphones } = devices;
  const speakers = canChooseSpeaker() ? devices.speakers : [];
  const cameras = hasCamera ? devices.cameras : [];
  const options = (list: typeof microphones, word: string) =>
    list.map(({ id, label }, index) => ({ value: id, label: label || `${word} ${index + 1}` }));
  return (
    <div className={styles.fields}>
      {microphones.length < 2 && cameras.length < 2 && speakers.length < 2 ? <p>{t("check.onlyOne")}</p> : null}
      {microphones.length > 1 ? (
        <SelectField
          label={t("check.microphone")}
          value={choice.microphone ?? tracks.audio?.getSettings().deviceId ?? ""}
          onChange={(id) => void media.chooseMicrophone(id)}
          options={options(microphones, t("check.microphone"))}
        />
      ) : null}
      {cameras.length > 1 ? (
        <SelectField
          label={t("check.camera")}
          value={choice.camera ?? tracks.video?.getSettings().deviceId ?? ""}
          onChange={(id) => void media.chooseCamera(id)}
          options={options(cameras, t("check.camera"))}
        />
      ) : null}
      {speakers.length > 1 ? (
        <SelectField
          label={t("check.speaker")}
          value={choice.speaker ?? speakers.find(({ id }) => id === "default")?.id ?? ""}
          onChange={(id) => media.chooseSpeaker(id)}
          options={options(speakers, t("check.speaker"))}
        />
      ) : null}
    </div>
  );
}

function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}
