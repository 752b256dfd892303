import type { EncounterOut } from "@/generated/protocol";

type Waiting = Pick<EncounterOut, "id" | "state" | "gone" | "waiting_since" | "alerted_at" | "appointment">;

/**
 * Who waits now, in the order of their appointments. Whose room is closed (an hour after the end) and whose page is away
 * waits no more; the server says so (clinic/encounters/arrival), since it alone knows who is connected.
 */
export function whoWaits<T extends Waiting>(encounters: readonly T[]): T[] {
  return encounters.filter((one) => one.state === "arrived" && !one.gone).sort(byAppointment);
}

/** The order in which people are seen, whoever came first. */
export function byAppointment(one: Waiting, other: Waiting): number {
  return (
    one.appointment.starts_at.localeCompare(other.appointment.starts_at) ||
    one.waiting_since.localeCompare(other.waiting_since)
  );
}

/** What there is to tell of who waits: that they came (or were put back), and later that nobody has opened the door. */
export function occasions(waiting: readonly Waiting[]): string[] {
  return waiting.flatMap(({ id, waiting_since, alerted_at }) => [
    `${id} ${waiting_since}`,
    ...(alerted_at === null ? [] : [`${id} ${waiting_since} forgotten`]),
  ]);
}

const KEY = "hagukumi.told-arrivals";
const MOST = 200;
let here: string[] = [];

/**
 * Takes those occasions that no page of this browser has told yet: each is given out once, to one of them. Since it is
 * asked for what is there, and not for what happened, nothing is missed by a page that slept.
 */
export async function takeUntold(all: readonly string[]): Promise<string[]> {
  const take = () => {
    const told = read();
    const fresh = all.filter((each) => !told.includes(each));
    if (fresh.length > 0) write([...told, ...fresh].slice(-MOST));
    return fresh;
  };
  const locks = globalThis.navigator?.locks;
  return locks === undefined ? take() : locks.request(KEY, take);
}

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
  } catch {
    return here;
  }
}

function write(told: string[]): void {
  here = told;
  try {
    localStorage.setItem(KEY, JSON.stringify(told));
  } catch {
    // Then it holds for this page only.
  }
}
