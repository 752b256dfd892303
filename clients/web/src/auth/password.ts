/** What the server demands of a password (people/accounts/password_rules.py). */
export const PASSWORD = { minimum: 10, maximum: 200, distinct: 4 } as const;

/** A password's length as the server counts it. */
export function lengthOf(password: string): number {
  return [...password.normalize("NFKC")].length;
}
