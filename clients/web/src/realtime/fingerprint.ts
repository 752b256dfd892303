/**
 * The DTLS fingerprint of a session description, or null when it has none.
 *
 * Each RTCPeerConnection has a certificate of its own, so two descriptions with one fingerprint come from one
 * RTCPeerConnection: a page that only lost its signalling. Another fingerprint means a page that was loaded anew.
 */
export function fingerprintOf(sdp: string | undefined): string | null {
  return /^a=fingerprint:\S+ (\S+)/m.exec(sdp ?? "")?.[1]?.toUpperCase() ?? null;
}
