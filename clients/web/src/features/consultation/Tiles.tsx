import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import type { Remote } from "@/realtime/call";
import type { Mark } from "@/realtime/quality";
import { Avatar } from "@/ui/Avatar";
import { Icon } from "@/ui/Icon";
import { QualityMark } from "./QualityMark";
import styles from "./Tiles.module.css";
import { VideoTile } from "./VideoTile";

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
}

/** The others, where they are more than one: all of one size, each with a name. */
export function Tiles({ remotes, faceOf, marks, speaker }: TilesProps) {
  return (
    <ul className={styles.tiles} data-count={remotes.length}>
      {remotes.map((remote) => (
        <Tile
          key={remote.accountId}
          remote={remote}
          face={faceOf(remote.accountId)}
          mark={remote.connection === "connected" ? marks[remote.accountId] : undefined}
          speaker={speaker}
        />
      ))}
    </ul>
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
