/** As high as the first pictures are, at most. */
const FIRST_HEIGHT = 180;

/**
 * By how much the first pictures of a track are made smaller. A browser begins with a careful guess of what the line carries;
 * a large picture does not fit into it, so it is dropped until a smaller one is tried, and its whole first frame takes long on
 * the way. A small one is there at once, and grows when the line has shown what it carries.
 */
export function firstScaleOf(track: MediaStreamTrack | null): number {
  const height = track?.getSettings().height ?? 0;
  return Math.max(1, height / FIRST_HEIGHT);
}
