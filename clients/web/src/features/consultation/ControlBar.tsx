import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Consultation } from "@/realtime/consultation";
import type { ScreenShare } from "@/realtime/screen-share";
import { Icon, type IconName } from "@/ui/Icon";
import styles from "./ControlBar.module.css";
import { useStore } from "./use-store";

interface ControlBarProps {
  consultation: Consultation;
  /** A voice consultation asks for no camera. */
  hasCamera: boolean;
  /** The practitioner can share a screen, where the browser can. */
  hasScreen?: boolean;
  text?: { isOpen: boolean; unread: number; onToggle: () => void };
  /** The choice of devices, where the screen has room for it. */
  devices?: { isOpen: boolean; onToggle: () => void };
  onEnd?: () => void;
}

/** The four buttons of a call. They never hide, and each has its word. */
export function ControlBar({ consultation, hasCamera, hasScreen = false, text, devices, onEnd }: ControlBarProps) {
  const { media } = consultation;
  const { microphone, camera } = useStore(media.state);
  const { t } = useTranslation("consultation");
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("controls.label")} onKeyDown={moveFocus}>
      <Control
        icon={microphone ? "mic" : "micOff"}
        isOff={!microphone}
        label={t(microphone ? "controls.micOn" : "controls.micOff")}
        does={t(microphone ? "controls.mute" : "controls.unmute")}
        onPress={() => void media.setMicrophone(!microphone)}
      />
      {hasCamera ? (
        <Control
          icon={camera ? "video" : "cameraOff"}
          isOff={!camera}
          label={t(camera ? "controls.cameraOn" : "controls.cameraOff")}
          does={t(camera ? "controls.hide" : "controls.show")}
          onPress={() => void media.setCamera(!camera)}
        />
      ) : null}
      {hasScreen && consultation.screen.isPossible ? <ScreenControl screen={consultation.screen} /> : null}
      {text === undefined ? null : (
        <Control
          icon="text"
          label={t("controls.text")}
          does={t(text.isOpen ? "controls.closeText" : "controls.openText", { count: text.unread })}
          isExpanded={text.isOpen}
          onPress={text.onToggle}
          badge={text.unread > 0 && !text.isOpen ? text.unread : undefined}
        />
      )}
      {devices === undefined ? null : (
        <Control
          icon="settings"
          label={t("controls.devices")}
          does={t(devices.isOpen ? "controls.closeDevices" : "controls.openDevices")}
          isExpanded={devices.isOpen}
          onPress={devices.onToggle}
        />
      )}
      {onEnd === undefined ? null : (
        <Control icon="hangUp" label={t("controls.end")} does={t("controls.hangUp")} isEnd onPress={onEnd} />
      )}
    </div>
  );
}

function ScreenControl({ screen }: { screen: ScreenShare }) {
  const { t } = useTranslation("consultation");
  const isShared = useStore(screen).screen === true;
  return (
    <Control
      icon="screen"
      label={t(isShared ? "controls.screenOn" : "controls.screen")}
      does={t(isShared ? "controls.stopScreen" : "controls.startScreen")}
      isExpanded={isShared}
      onPress={() => (isShared ? screen.stop() : void screen.start())}
    />
  );
}

/** The arrows lead from button to button, as in every toolbar; Tab does, too. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(now + step + buttons.length) % buttons.length]?.focus();
}

interface ControlProps {
  icon: IconName;
  /** The word under the icon, with the state: "Mic on". */
  label: string;
  /** What a press does: "switch off". */
  does: string;
  onPress: () => void;
  isOff?: boolean;
  isEnd?: boolean;
  isExpanded?: boolean;
  badge?: ReactNode;
}

function Control({ icon, label, does, onPress, isOff, isEnd, isExpanded, badge }: ControlProps) {
  return (
    <button
      type="button"
      className={styles.control}
      data-off={isOff || undefined}
      data-end={isEnd || undefined}
      data-open={isExpanded || undefined}
      aria-expanded={isExpanded}
      onClick={onPress}
    >
      <span className={styles.icon}>
        <Icon name={icon} size={26} />
        {badge === undefined ? null : (
          <span className={styles.badge} aria-hidden="true">
            {badge}
          </span>
        )}
      </span>
      <span className={styles.label}>{label}</span>
      <span className="visually-hidden">{does}</span>
    </button>
  );
}
