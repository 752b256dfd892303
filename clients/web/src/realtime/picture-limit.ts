import type { Rung } from "./quality";

/** How much of the picture is sent at most. */
export interface PictureLimit {
  /** bit/s */
  readonly maxBitrate?: number;
  readonly maxFramerate?: number;
  readonly scaleResolutionDownBy: number;
}

/** Half as wide, half as often: a face stays a face. */
const LOWER: PictureLimit = { maxBitrate: 250_000, maxFramerate: 15, scaleResolutionDownBy: 2 };

/** The limit of a rung; null for none. */
export function limitOf(rung: Rung): PictureLimit | null {
  return rung === "full" ? null : LOWER;
}

/** Puts a limit on what a sender of pictures sends, or takes it away. Where the browser knows none, it adapts by itself. */
export async function limitPicture(sender: RTCRtpSender, limit: PictureLimit | null): Promise<void> {
  const parameters = sender.getParameters();
  // Before the negotiation, and in some browsers always, there is nothing to set.
  if (!((parameters.encodings as RTCRtpEncodingParameters[] | undefined)?.length ?? 0)) return;
  for (const encoding of parameters.encodings) {
    delete encoding.maxBitrate;
    delete encoding.maxFramerate;
    delete encoding.scaleResolutionDownBy;
    if (limit !== null) Object.assign(encoding, limit);
  }
  await sender.setParameters(parameters);
}
