/**
 * The DTLS fingerprint of a session description, or null when it has none.
 *
 * Each RTCPeerConnection has a certificate of its own, so two descriptions with one fingerprint come from one
 * RTCPeerConnection: a page that only lost its signalling. Another fingerprint means a page that was loaded anew.
 */
export function fingerprintOf(sdp: string | undefined): string | null {
  return /^a=fingerprint:\S+ (\S+)/m.exec(sdp ?? "")?.[1]?.toUpperCase() ?? null;
}

/** The ICE user name fragment of a session description; each ICE restart has a new one. */
export function fragmentOf(sdp: string | undefined): string | null {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp ?? "")?.[1] ?? null;
}
