let skewMs = 0;

/** Learns how far this device's clock is from the server's, from a response's Date header (whole seconds). */
export function learnServerTime(header: string | null, now: number = Date.now()): void {
  const server = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(server)) return;
  // The header is cut to the second and the answer took a while: small differences say nothing.
  skewMs = Math.abs(server - now) > 3000 ? server - now : 0;
}

/** The server's present as well as this device knows it, in milliseconds since the epoch. */
export function serverNow(): number {
  return Date.now() + skewMs;
}
