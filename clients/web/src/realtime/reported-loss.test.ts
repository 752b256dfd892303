import { expect, test } from "vitest";
import { ReportedLoss } from "./reported-loss";

/** One reading: what was sent of each stream so far, and what the other side reported last, when. */
function reading(streams: Record<string, { sent: number; lost: number; at: number }>): RTCStatsReport {
  const entries = Object.entries(streams).flatMap(([id, { sent, lost, at }]) => [
    { type: "outbound-rtp", id, timestamp: 0, packetsSent: sent },
    { type: "remote-inbound-rtp", id: `told-${id}`, localId: id, timestamp: at, packetsLost: lost },
  ]);
  return new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;
}

test("a voice that is reported every third reading shows its true loss in each of them", () => {
  const loss = new ReportedLoss();
  const shares = Array.from({ length: 30 }, (_, index) => {
    const reported = Math.floor(index / 3) * 3;
    return loss.share(reading({ voice: { sent: 100 * index, lost: 10 * reported, at: reported } }));
  });
  expect(shares.slice(0, 3)).toEqual([null, null, null]);
  expect(new Set(shares.slice(3))).toEqual(new Set([0.1]));
});

test("voice and picture count by their packets", () => {
  const loss = new ReportedLoss();
  loss.share(reading({ voice: { sent: 0, lost: 0, at: 1 }, picture: { sent: 0, lost: 0, at: 1 } }));
  const share = loss.share(reading({ voice: { sent: 100, lost: 10, at: 2 }, picture: { sent: 300, lost: 10, at: 2 } }));
  expect(share).toBe(0.05);
});

test("a picture that is withheld is no news after a while", () => {
  const loss = new ReportedLoss();
  loss.share(reading({ picture: { sent: 0, lost: 0, at: 1 } }));
  const shares = Array.from({ length: 6 }, () => loss.share(reading({ picture: { sent: 100, lost: 50, at: 2 } })));
  expect(shares).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, null]);
});

test("a connection that begins anew begins to count anew", () => {
  const loss = new ReportedLoss();
  loss.share(reading({ voice: { sent: 500, lost: 50, at: 1 } }));
  expect(loss.share(reading({ voice: { sent: 10, lost: 0, at: 2 } }))).toBeNull();
});
