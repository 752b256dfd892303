import { expect, test } from "vitest";
import type { Sending } from "./call";
import { ScreenShare } from "./screen-share";
import { Store } from "./store";

class Track extends EventTarget {
  readonly kind = "video";
  contentHint = "";
  stopped = false;
  stop() {
    this.stopped = true;
  }
}
const track = () => new Track() as unknown as MediaStreamTrack & Track;
const camera = track();
const own = () =>
  new Store<Sending>({ tracks: { audio: null, video: camera }, microphone: true, camera: true, weakLine: false });

test("a shared screen goes out in the place of the camera, until it is stopped here or by the browser", async () => {
  for (const end of ["here", "browser"]) {
    const screen = track();
    const share = new ScreenShare(own(), () => Promise.resolve(screen));
    await share.start();
    expect(share.get()).toMatchObject({ camera: false, screen: true, microphone: true });
    expect(share.get().tracks.video).toBe(screen);
    if (end === "here") share.stop();
    else screen.dispatchEvent(new Event("ended"));
    expect(share.get().tracks.video).toBe(camera);
    expect(share.get().screen ?? false).toBe(false);
  }
});

test("who chooses no screen goes on with the camera", async () => {
  const share = new ScreenShare(own(), () => Promise.reject(new DOMException("no", "NotAllowedError")));
  await share.start();
  expect(share.get().tracks.video).toBe(camera);
  expect(new ScreenShare(own(), null).isPossible).toBe(false);
});
