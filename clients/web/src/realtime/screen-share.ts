import type { Sending } from "./call";
import { type Readable, Store, type Unsubscribe } from "./store";

/** Asks the person which screen or window; rejects when they choose none. */
export type OpenScreen = () => Promise<MediaStreamTrack>;

/** Null where the browser cannot share a screen, as on telephones. */
export function browserScreen(): OpenScreen | null {
  if (navigator.mediaDevices?.getDisplayMedia === undefined) return null;
  return async () => {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false });
    const track = stream.getVideoTracks()[0];
    if (track === undefined) throw new DOMException("no picture", "NotFoundError");
    return track;
  };
}

/** What is sent while a screen is shared: the screen in the place of the camera's picture, which stays open beside it. */
export class ScreenShare implements Readable<Sending> {
  readonly #own: Readable<Sending>;
  readonly #open: OpenScreen | null;
  readonly #sending: Store<Sending>;
  #track: MediaStreamTrack | null = null;

  constructor(own: Readable<Sending>, open: OpenScreen | null) {
    this.#own = own;
    this.#open = open;
    this.#sending = new Store(own.get());
    own.subscribe(() => this.#look());
  }

  get isPossible(): boolean {
    return this.#open !== null;
  }

  readonly get = (): Sending => this.#sending.get();

  readonly subscribe = (listener: () => void): Unsubscribe => this.#sending.subscribe(listener);

  /** Begins to share what the person chooses. One who chooses nothing goes on as before. */
  async start(): Promise<void> {
    if (this.#open === null || this.#track !== null) return;
    const track = await this.#open().catch(() => null);
    if (track === null) return;
    // Words and lines shall stay sharp, rather than move smoothly.
    track.contentHint = "detail";
    track.addEventListener("ended", () => this.#ended(track));
    this.#track = track;
    this.#look();
  }

  stop(): void {
    const track = this.#track;
    if (track === null) return;
    track.stop();
    this.#ended(track);
  }

  #ended(track: MediaStreamTrack): void {
    if (this.#track !== track) return;
    this.#track = null;
    this.#look();
  }

  #look(): void {
    const own = this.#own.get();
    const video = this.#track;
    this.#sending.set(video === null ? own : { ...own, tracks: { ...own.tracks, video }, camera: false, screen: true });
  }
}
