import { unsentHere } from "@/realtime/queue/known";
import { isOutdated } from "@/realtime/version";

const RELOADED = "hagukumi.reloaded-from";
const TIMEOUT_MS = 8_000;
/** The notice can be read before the page goes. */
const PAUSE_MS = 2_500;

let typedSomething = false;

/** Follows what a reload would lose, and reloads by itself when there is a new version and nothing is lost. */
export function followNewVersion(): void {
  document.addEventListener("input", ({ target }) => {
    // What is typed in a chat is kept on the device.
    const isKept = target instanceof Element && target.closest("[data-kept]") !== null && unsentHere.get().isKept;
    if (!isKept) typedSomething = true;
  });
  for (const move of ["pushState", "replaceState", "popstate"]) {
    window.addEventListener(move, () => {
      typedSomething = false;
    });
  }
  isOutdated.subscribe(() => {
    setTimeout(() => {
      if (losesNothing() && isFirstFromHere()) location.reload();
    }, PAUSE_MS);
  });
}

/** Loads a part of the client; when it is gone because there is a newer client, the page is told. Rejects as `load` does. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (await isAnotherServed()) isOutdated.set(true);
    throw error;
  }
}

function losesNothing(): boolean {
  const { messages, drafts, isKept } = unsentHere.get();
  const media = [...document.querySelectorAll<HTMLMediaElement>("video, audio")];
  const isInCall = media.some(({ srcObject }) => srcObject !== null);
  return !typedSomething && !isInCall && (isKept || (messages.length === 0 && drafts.length === 0));
}

/** Whether this version has not reloaded itself before: a server that goes on serving it must not make a loop. */
function isFirstFromHere(): boolean {
  const entry = entryAddress();
  try {
    if (sessionStorage.getItem(RELOADED) === entry) return false;
    sessionStorage.setItem(RELOADED, entry);
    return true;
  } catch {
    // Nothing can be remembered here: only the person reloads.
    return false;
  }
}

/** The address of the running client's entry; it changes with each version. */
function entryAddress(): string {
  return document.querySelector('script[type="module"][src]')?.getAttribute("src") ?? "";
}

async function isAnotherServed(): Promise<boolean> {
  try {
    const answer = await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.ok && !(await answer.text()).includes(entryAddress());
  } catch {
    // No network: the part may well be there.
    return false;
  }
}
