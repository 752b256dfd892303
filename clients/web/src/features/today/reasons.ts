import type { Appointment } from "@/api/types";

/** One reason of an assignment: its words stand under `reason.<key>` of the catalogue "today". */
export interface Reason {
  key: string;
  count?: number;
  language?: string;
}

const POLICIES: readonly string[] = ["named", "stays", "repair"];
const PLAIN: readonly string[] = ["knows_person", "nobody_knows_person", "longest_here"];

/** Why a practitioner was assigned, in the order in which the policy decided; codes of a newer server are left out. */
export function reasonsOf({ policy, reasons, wishes }: NonNullable<Appointment["assignment"]>): Reason[] {
  const said: Reason[] = [];
  if (POLICIES.includes(policy)) said.push({ key: policy });
  // A wish holds for anyone: whoever was named was not chosen by it.
  if (policy !== "named" && wishes.language !== null) said.push({ key: "language", language: wishes.language });
  if (policy !== "named" && wishes.gender !== null) said.push({ key: wishes.gender });
  // Where one alone was free, nothing was weighed.
  const isAlone = reasons.some(({ code, count }) => code === "free" && count === 1);
  for (const { code, count } of reasons) {
    if (code === "free" && count !== null)
      said.push(isAlone ? { key: "only_one_free" } : { key: "out_of_free", count });
    else if (code === "fewest_appointments" && count !== null && !isAlone) said.push({ key: code, count });
    else if (PLAIN.includes(code)) said.push({ key: code });
  }
  return said;
}
