import type { Role } from "@/api/types";
import styles from "./Avatar.module.css";

interface AvatarProps {
  name: string;
  role?: Role;
  size?: "small" | "large";
}

/** A face stand-in: the first letter on the colour of the profession. The name stands beside it. */
export function Avatar({ name, role = "parent", size = "small" }: AvatarProps) {
  return (
    <span className={`${styles.avatar} ${styles[size]} ${styles[role] ?? ""}`} aria-hidden="true">
      {[...name.trim()][0] ?? "・"}
    </span>
  );
}
