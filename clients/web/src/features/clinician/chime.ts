const NOTES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.18 },
] as const;
const LENGTH = 0.5;

/** Two soft tones. Before the first touch of a page most browsers stay silent, so sound is never the only sign. */
export function chime(): void {
  if (typeof AudioContext === "undefined") return;
  const context = new AudioContext();
  const start = context.currentTime;
  for (const { hertz, at } of NOTES) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start + at);
    gain.gain.linearRampToValueAtTime(0.2, start + at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + at + LENGTH);
    tone.connect(gain).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + LENGTH);
  }
  setTimeout(() => void context.close(), 2_000);
}

const KEY = "hagukumi.waiting-sound";

/** Whether somebody's arrival sounds on this device; silent unless chosen. */
export function waitingSound(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

export function setWaitingSound(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Then it holds for this visit only.
  }
}
