const NOTES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.18 },
] as const;
const LENGTH = 0.5;
const STALE_MS = 5_000;

let context: AudioContext | null = null;

/** Opens the sound with the first touch of the page: before it most browsers stay silent, and some for good. */
export function openSound(): () => void {
  const events = ["pointerdown", "keydown"] as const;
  const open = () => {
    close();
    void sound()?.resume();
  };
  const close = () => {
    for (const event of events) window.removeEventListener(event, open);
  };
  for (const event of events) window.addEventListener(event, open);
  return close;
}

function sound(): AudioContext | null {
  if (typeof AudioContext === "undefined") return null;
  if (context === null || context.state === "closed") context = new AudioContext();
  return context;
}

/** Two soft tones. Before the first touch of a page most browsers stay silent, so sound is never the only sign. */
export function chime(): void {
  const context = sound();
  if (context === null) return;
  const asked = Date.now();
  // Where it needs a touch first, what was to sound long ago does not sound with it.
  void context.resume().then(() => {
    if (Date.now() - asked < STALE_MS) play(context);
  });
}

function play(context: AudioContext): void {
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
}

const KEY = "hagukumi.waiting-sound";

/** Whether somebody's arrival sounds on this device: unless it was switched off. */
export function waitingSound(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function setWaitingSound(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Then it holds for this visit only.
  }
}
