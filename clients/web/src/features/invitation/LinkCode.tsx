import { useEffect, useState } from "react";
import styles from "./Invitation.module.css";

/** The light edge that a camera needs around a code, in modules. */
const EDGE = 4;

/** A link as a QR code; the library that makes it comes when it is needed, and without it nothing is shown. */
export function LinkCode({ url, label }: { url: string; label: string }) {
  const [drawn, setDrawn] = useState<{ url: string; size: number; path: string } | null>(null);
  useEffect(() => {
    let isOver = false;
    import("uqr")
      .then(({ encode }) => {
        const { data, size } = encode(url, { ecc: "M", border: 0 });
        if (!isOver) setDrawn({ url, size, path: pathOf(data) });
      })
      // The link itself stands there all the same.
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [url]);
  if (drawn?.url !== url) return null;
  const side = drawn.size + 2 * EDGE;
  return (
    <svg
      className={styles.code}
      viewBox={`${-EDGE} ${-EDGE} ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}

/** The dark modules of a code, row by row, as one shape. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}
