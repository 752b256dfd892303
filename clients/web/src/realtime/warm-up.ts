/** Milliseconds. */
const LOOK_MS = 100;
const PATIENCE_MS = 3_000;

/** Begins to warm up for a call with this camera, or with none; returns what ends it at once. */
export type WarmUp = (camera: MediaStreamTrack | null) => () => void;

/**
 * Lets the browser load and start what a call needs, its media threads, encoder and decoder, while somebody waits for it: the
 * page calls itself until the first picture has come. There are no servers and no other side: nothing leaves the device.
 */
export const warmUp: WarmUp = (camera) => {
  const here = new RTCPeerConnection();
  const there = new RTCPeerConnection();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    here.close();
    there.close();
  };
  const until = Date.now() + PATIENCE_MS;
  const look = async () => {
    const hasCome = camera !== null && (await hasDecoded(there));
    if (there.signalingState === "closed") return;
    if (hasCome || Date.now() > until) stop();
    else timer = setTimeout(() => void look().catch(stop), LOOK_MS);
  };
  void callItself(here, there, camera).then(look).catch(stop);
  return stop;
};

async function callItself(here: RTCPeerConnection, there: RTCPeerConnection, camera: MediaStreamTrack | null) {
  for (const [one, other] of [
    [here, there],
    [there, here],
  ] as const) {
    one.addEventListener("icecandidate", ({ candidate }) => {
      // One that comes after the end is of no use to anybody.
      if (candidate !== null) other.addIceCandidate(candidate).catch(() => undefined);
    });
  }
  here.addTransceiver("audio", { direction: "sendonly" });
  const small = [{ scaleResolutionDownBy: 4, maxFramerate: 10 }];
  if (camera !== null) here.addTransceiver(camera, { direction: "sendonly", sendEncodings: small });
  await here.setLocalDescription();
  if (here.localDescription !== null) await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  if (there.localDescription !== null) await here.setRemoteDescription(there.localDescription);
}

async function hasDecoded(connection: RTCPeerConnection): Promise<boolean> {
  for (const entry of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
    if (entry.type === "inbound-rtp" && (entry.framesDecoded ?? 0) > 0) return true;
  }
  return false;
}
