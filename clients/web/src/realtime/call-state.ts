import type { Peer as PeerOut } from "../generated/protocol";
import type { Tracks } from "./peer";

export type MediaKind = PeerOut["media"];

/** The own microphone and camera, as the call sees them. */
export interface Sending {
  readonly tracks: Tracks;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** The picture is withheld, because the line is too weak for it. */
  readonly weakLine?: boolean | undefined;
  /** A screen goes out in the place of the camera's picture. */
  readonly screen?: boolean | undefined;
}

/** One who is in the call. */
export interface Remote {
  readonly accountId: string;
  readonly media: MediaKind;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** They withhold their picture, because their line is too weak for it. */
  readonly weakLine: boolean;
  /** What they show is their screen. */
  readonly screen: boolean;
  /** Their picture comes in; the first one takes a moment after the connection. */
  readonly picture: boolean;
  readonly connection: RTCPeerConnectionState;
  readonly stream: MediaStream;
  /** Counts up when a track joins the stream. */
  readonly tracks: number;
  /** Their signalling is gone while their media still comes in. */
  readonly away: boolean;
}

export interface CallState {
  /** Not in the call; entering it; in it; or in it on another device of the same person. */
  readonly at: "out" | "entering" | "in" | "elsewhere";
  readonly remotes: readonly Remote[];
  /** Why the server refused the last attempt to enter. */
  readonly code: string | null;
}
