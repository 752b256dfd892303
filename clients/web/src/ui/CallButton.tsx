import styles from "./CallButton.module.css";
import { Icon } from "./Icon";

interface CallButtonProps {
  name: string;
  /** As it is read and dialled: "0120-279-338", "#8000". */
  telephone: string;
  hours?: string;
}

/** A number to ring, as one large target with its hours. */
export function CallButton({ name, telephone, hours }: CallButtonProps) {
  return (
    <a className={styles.call} href={`tel:${telephone.replace(/[^0-9#*+]/g, "").replaceAll("#", "%23")}`}>
      <span className={styles.icon}>
        <Icon name="voice" />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.number}>{telephone}</span>
        {hours ? <span className={styles.hours}>{hours}</span> : null}
      </span>
    </a>
  );
}
