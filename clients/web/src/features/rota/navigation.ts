export interface Position {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
}

const PAGE = 5;

/** Where a key leads in the grid, within its edges; null when the key does not move. */
export function moved(at: Position, key: string, withControl: boolean, { rows, columns }: Size): Position | null {
  const to = target(at, key, withControl, { rows, columns });
  return (
    to && {
      row: Math.min(Math.max(to.row, 0), rows - 1),
      column: Math.min(Math.max(to.column, 0), columns - 1),
    }
  );
}

function target({ row, column }: Position, key: string, withControl: boolean, size: Size): Position | null {
  switch (key) {
    case "ArrowUp":
      return { row: withControl ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: withControl ? size.rows - 1 : row + 1, column };
    case "ArrowLeft":
      return { row, column: withControl ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: withControl ? size.columns - 1 : column + 1 };
    case "Home":
      return { row: withControl ? 0 : row, column: 0 };
    case "End":
      return { row: withControl ? size.rows - 1 : row, column: size.columns - 1 };
    case "PageUp":
      return { row: row - PAGE, column };
    case "PageDown":
      return { row: row + PAGE, column };
    default:
      return null;
  }
}

/**
 * The shift that a typed letter means: its code begins with it. Typed again, the next such shift. A figure counts the
 * shifts from 1, since a code in kanji is not one key.
 */
export function typedShift<T extends { id: string; code: string }>(
  shifts: readonly T[],
  letter: string,
  now: string | null,
): T | null {
  const wanted = letter.normalize("NFKC").toLocaleLowerCase();
  const fitting = shifts.filter(({ code }) => code.normalize("NFKC").toLocaleLowerCase().startsWith(wanted));
  if (fitting.length === 0 && /^[1-9]$/.test(wanted)) return shifts[Number(wanted) - 1] ?? null;
  const current = fitting.findIndex(({ id }) => id === now);
  return fitting[(current + 1) % fitting.length] ?? null;
}
