/** Whether both year and month are chosen ("2025-04"; "2025-" and "-04" are not done yet). */
export function isMonth(value: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
}
