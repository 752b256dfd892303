import { Children, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import type { Remote } from "@/realtime/call";
import type { LocalMediaState } from "@/realtime/local-media";
import type { Mark } from "@/realtime/quality";
import { Avatar } from "@/ui/Avatar";
import { Icon } from "@/ui/Icon";
import { QualityMark } from "./QualityMark";
import styles from "./Tiles.module.css";
import { useOwnStream, VideoTile } from "./VideoTile";

export interface Face {
  readonly name: string;
  readonly role: Role;
}

interface TilesProps {
  remotes: readonly Remote[];
  /** Who stands behind an account. */
  faceOf: (accountId: string) => Face;
  /** How well the line to each carries. */
  marks: Readonly<Record<string, Mark>>;
  /** The loudspeaker, where one was chosen. */
  speaker: string | undefined;
  /** One's own picture, where there is one: among the others it covers nobody's face. */
  children: ReactNode;
}

/** The others, where they are more than one: all of one size, each with a name. */
export function Tiles({ remotes, faceOf, marks, speaker, children }: TilesProps) {
  return (
    <ul className={styles.tiles} data-count={remotes.length + Children.toArray(children).length}>
      {remotes.map((remote) => (
        <Tile
          key={remote.accountId}
          remote={remote}
          face={faceOf(remote.accountId)}
          mark={remote.connection === "connected" ? marks[remote.accountId] : undefined}
          speaker={speaker}
        />
      ))}
      {children}
    </ul>
  );
}

/** One's own picture among several. */
export function OwnTile({ media, isWithheld }: { media: LocalMediaState; isWithheld: boolean }) {
  const { t } = useTranslation("consultation");
  const stream = useOwnStream(media.tracks.video);
  return (
    <li className={styles.tile}>
      <VideoTile stream={stream} label={t("call.ownPicture")} own isHidden={!media.camera} />
      {media.camera ? null : (
        <div className={styles.stand}>
          <Icon name="cameraOff" />
        </div>
      )}
      {media.camera && isWithheld ? <p className={styles.withheld}>{t("quality.unseen")}</p> : null}
      <p className={styles.name}>
        {media.microphone ? null : <Icon name="micOff" size={18} />}
        {t("call.you")}
      </p>
    </li>
  );
}

interface TileProps {
  remote: Remote;
  face: Face;
  mark: Mark | undefined;
  speaker: string | undefined;
}

function Tile({ remote, face, mark, speaker }: TileProps) {
  const { t } = useTranslation("consultation");
  const seen = (remote.camera || remote.screen) && remote.picture;
  const standing = remote.connection !== "connected" ? "connecting" : remote.weakLine ? "weakLine" : null;
  return (
    <li className={styles.tile} data-screen={remote.screen || undefined}>
      <VideoTile
        stream={remote.stream}
        version={remote.tracks}
        label={t("call.otherPicture", { name: face.name })}
        isHidden={!seen}
        isWhole={remote.screen}
        speaker={speaker}
      />
      {mark === undefined ? null : <QualityMark mark={mark} />}
      {seen ? null : (
        <div className={styles.stand}>
          <Avatar name={face.name} role={face.role} />
          {standing === null ? null : <p role="status">{t(`call.${standing}`, { name: face.name })}</p>}
        </div>
      )}
      <p className={styles.name}>
        {remote.microphone ? null : (
          <>
            <Icon name="micOff" size={18} />
            <span className="visually-hidden">{t("call.muted")}</span>
          </>
        )}
        {face.name}
      </p>
    </li>
  );
}
