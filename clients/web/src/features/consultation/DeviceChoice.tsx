import { useTranslation } from "react-i18next";
import type { LocalMedia } from "@/realtime/local-media";
import { SelectField } from "@/ui/SelectField";
import styles from "./DeviceChoice.module.css";
import { useStore } from "./use-store";

/** Another microphone or camera, where there is more than one. */
export function DeviceChoice({ media, hasCamera }: { media: LocalMedia; hasCamera: boolean }) {
  const { t } = useTranslation("consultation");
  const { devices, tracks, choice } = useStore(media.state);
  const { microphones } = devices;
  const cameras = hasCamera ? devices.cameras : [];
  if (microphones.length < 2 && cameras.length < 2) return null;
  const options = (list: typeof microphones, word: string) =>
    list.map(({ id, label }, index) => ({ value: id, label: label || `${word} ${index + 1}` }));
  return (
    <details className={styles.choice}>
      <summary className={styles.summary}>{t("check.devices")}</summary>
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
    </details>
  );
}
