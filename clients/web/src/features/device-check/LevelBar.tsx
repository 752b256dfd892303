import { Icon, type IconName } from "@/ui/Icon";
import styles from "./LevelBar.module.css";

interface LevelBarProps {
  label: string;
  /** 0 to 1. */
  now: number;
  icon?: IconName;
}

/** How loud something is. */
export function LevelBar({ label, now, icon = "mic" }: LevelBarProps) {
  return (
    <div className={styles.level}>
      <Icon name={icon} />
      <span aria-hidden="true">{label}</span>
      <meter className="visually-hidden" aria-label={label} min={0} max={1} value={now} />
      <span className={styles.bar} aria-hidden="true">
        <span className={styles.fill} style={{ scale: `${now} 1` }} />
      </span>
    </div>
  );
}
