import { upload } from "@/api/upload";
import { session } from "@/auth/session";
import type { AttachmentOut } from "@/generated/protocol";
import type { MediaKind } from "./call";
import { Consultation } from "./consultation";
import { browserDevices } from "./devices";
import { dialTo } from "./dial";
import { serverAnswers } from "./lookout";
import { type OngoingCall, rememberCall } from "./ongoing-call";
import { queueOf } from "./queue/here";
import { Outbox } from "./queue/outbox";
import { tokensOf } from "./tokens";
import { warmUp } from "./warm-up";

/** What is not taken by its screen within this time is over, or is shown to nobody. */
const UNTAKEN_MS = 10_000;

let early: { readonly call: OngoingCall; readonly consultation: Promise<Consultation | null> } | null = null;

/** Opens a consultation of the account; the caller closes it. */
export async function openConsultation(accountId: string, encounterId: string, appointmentId: string) {
  // What was written here before comes first: nothing is typed over it, and nothing overtakes it.
  const queue = await queueOf(accountId);
  const opened = new Consultation({
    dial: dialTo("/consultation", { encounter: encounterId }),
    answers: serverAnswers,
    tokens: tokensOf(session),
    devices: browserDevices(),
    upload: (clientId, file, onProgress, signal) =>
      upload<AttachmentOut>(`/encounters/${encounterId}/attachments`, { client_id: clientId }, file, {
        onProgress,
        signal,
      }),
    warmUp,
    outbox: new Outbox(queue, { encounter_id: encounterId, appointment_id: appointmentId }),
  });
  opened.open();
  return opened;
}

/**
 * Goes back into the call that a reload interrupted, while the screens are still being loaded: they take the consultation over.
 * The server decides whether the call still stands; the devices of one that does not are shut again.
 */
export function rejoin(call: OngoingCall): void {
  const consultation = begin(call).catch(() => null);
  early = { call, consultation };
  const giveUp = () => {
    if (early?.consultation !== consultation) return;
    early = null;
    rememberCall(null);
    void consultation.then((opened) => opened?.close());
  };
  session.onWipe(giveUp);
  setTimeout(giveUp, UNTAKEN_MS);
}

async function begin(call: OngoingCall): Promise<Consultation | null> {
  // Nothing of theirs is opened, least of all a camera, before it is sure that the same person is still here.
  await tokensOf(session).current();
  const state = session.state();
  if (state.status !== "signed_in" || state.me.account_id !== call.accountId) return null;
  const opened = await openConsultation(call.accountId, call.encounterId, call.appointmentId);
  void enter(opened, call.media);
  return opened;
}

async function enter(opened: Consultation, media: MediaKind): Promise<void> {
  await opened.media.open(media);
  if (opened.media.state.get().tracks.audio !== null) opened.meet(media);
}

/** The consultation that was opened early for just this, once; any other one is closed. */
export async function takeRejoined(accountId: string, encounterId: string): Promise<Consultation | null> {
  const found = early;
  early = null;
  const opened = (await found?.consultation) ?? null;
  if (found?.call.accountId === accountId && found.call.encounterId === encounterId) return opened;
  opened?.close();
  return null;
}
