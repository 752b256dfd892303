// Runs in every page before its own scripts, the floor's and the product's. Times are milliseconds since 1970, by the
// clock that all processes of a machine share.
(() => {
  const at = (moment) => performance.timeOrigin + moment;
  const probe = { began: performance.timeOrigin, clicked: 0, frames: [], painted: {} };
  window.probe = probe;
  addEventListener(
    "pointerup",
    (event) => {
      probe.clicked = at(event.timeStamp);
    },
    true,
  );

  const remote = new WeakSet();
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      this.addEventListener("track", ({ track }) => remote.add(track));
    }
  };
  // The first frame of each track of the other side, when it was handed to the screen.
  const watched = new WeakSet();
  const watch = (video) => {
    if (watched.has(video)) return;
    watched.add(video);
    const look = (_now, { presentationTime }) => {
      for (const track of video.srcObject?.getVideoTracks() ?? []) {
        if (remote.delete(track)) probe.frames.push(at(presentationTime));
      }
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  };
  // A text is painted when the frame after the one that laid it out begins.
  window.expectText = (text) => {
    const look = () => {
      if (probe.painted[text] !== undefined || !document.body.textContent.includes(text)) return;
      probe.painted[text] = Number.POSITIVE_INFINITY;
      requestAnimationFrame(() =>
        requestAnimationFrame((moment) => {
          probe.painted[text] = at(moment);
        }),
      );
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll("video")) watch(video);
  }).observe(document, { childList: true, subtree: true });
})();
