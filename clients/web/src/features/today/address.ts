import type { AbsenceInput } from "@/api/types";

/** Where the repair of an absence is planned. The address holds an id, days and a code, no name. */
export function repairHref({ practitioner_id, first, last, kind }: AbsenceInput): string {
  return `/absences/new?${new URLSearchParams({ practitioner_id, first, last, kind })}`;
}

/** The absence that the address asks for; what is missing begins with today and a sick call. */
export function absenceOf(search: string, today: string): AbsenceInput {
  const asked = new URLSearchParams(search);
  return {
    practitioner_id: asked.get("practitioner_id") ?? "",
    first: asked.get("first") ?? today,
    last: asked.get("last") ?? asked.get("first") ?? today,
    kind: asked.get("kind") === "leave" ? "leave" : "sick",
  };
}
