// Generated from signaling/protocol/ by `make protocol`. Do not edit.

export const PROTOCOL_VERSION = 1;

/** The answer, with all its candidates. */
export interface AnswerDescription {
  type: "answer";
  sdp: string;
}

/** How a file is shown: in the log, or as something to save. */
export type AttachmentKind = "picture" | "document";

/** A picture (with its size in pixels) or a document (with its pages); `size` is in bytes. */
export interface AttachmentOut {
  id: string;
  kind: AttachmentKind;
  media_type: string;
  size: number;
  width: number | null;
  height: number | null;
  pages: number | null;
}

/** Who wrote a message, as the server knows it. */
export interface Author {
  account_id: string;
  display_name: string;
  role: Role;
}

/** The call as it stands, without this connection. `awaiting`, for the practitioner alone: who waits before the door and enters it after the admission. */
export interface Call {
  peers: Peer[];
  awaiting: Peer[];
}

/** Say, as the client before admission, that one enters the call after it, with the media one means to send. */
export interface CallAwait {
  media: "voice" | "video";
}

/** The client's connection waits for the call; the practitioner may make an offer ready, and keeps it back. */
export interface CallAwaited {
  peer: Peer;
}

/** Enter the call, with the media one means to send. */
export interface CallEnter {
  media: "voice" | "video";
}

/** Those who are in the call already; either side may make the first offer, the impolite one sooner. */
export interface CallEnterAck {
  ok: true;
  peers: Peer[];
}

/** Another connection has entered the call. */
export interface CallEntered {
  peer: Peer;
}

/** A connection is no longer in the call. left: it said so. lost: its transport broke; the media may still run, and it may enter again under the same id. replaced: the same account entered from another page or device. ended: the consultation was finished. put_back: the client is back in the waiting room; after the next admission one may enter again. */
export interface CallLeft {
  connection_id: string;
  reason: "left" | "lost" | "replaced" | "ended" | "put_back";
}

/** Tell how this page's stay in the call goes, about once a minute and at its end; the server adds who and when. `entry` counts the page's stays in the call from 1; a later report of the same stay takes the place of an earlier. No addresses and no names of devices. Null: not measured; `ended` is null while the call runs. */
export interface CallReport {
  entry: number;
  seconds: number;
  setup_ms: number | null;
  loss_percent: number | null;
  jitter_ms: number | null;
  round_trip_ms: number | null;
  in_kbps: number | null;
  out_kbps: number | null;
  relayed: boolean | null;
  transport: "udp" | "tcp" | "tls" | null;
  reconnects: number;
  rung: "full" | "lower" | "voice" | "text";
  ended: "left" | "replaced" | "finished" | "page_closed" | null;
}

/** RTCIceCandidateInit, as RTCIceCandidate.toJSON() writes it; an empty `candidate` ends the candidates. */
export interface Candidate {
  candidate: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
  usernameFragment?: string | null;
}

/** The server closes this connection, and why. */
export interface Closed {
  reason: "signed_out" | "signed_out_everywhere" | "blocked" | "password_changed" | "reused_token" | "token_expired" | "visit_over";
}

/** What a client sends in the handshake's `auth`: its access token and the protocol version it speaks. `resume_key` is made once by a page and sent at each connect of it: the page then keeps its connection id when its transport was lost, so that a running call goes on. It is secret to the page and used on /consultation only. */
export interface ConnectAuth {
  token: string;
  protocol: number;
  resume_key?: string | null;
}

/** Whether there is a seat now; `position` is 0 then, otherwise the place in the line, 1 for the next. What the server hears it says again after `delay_seconds`. The servers are for `RTCPeerConnection`, and are given with a seat only. */
export interface EchoAskAck {
  ok: true;
  state: "ready" | "waiting";
  position: number;
  delay_seconds: number;
  ice_servers: IceServer[];
  ice_transport_policy: "all" | "relay";
}

/** Begin the echo on one's seat. */
export interface EchoOffer {
  description: OfferDescription;
}

/** The server's answer. */
export interface EchoOfferAck {
  ok: true;
  description: AnswerDescription;
}

/** The server took the seat or the place back. time: its time is over. ended: the media ended. elsewhere: the account asked on another page. stopping: the server goes down. */
export interface EchoOver {
  reason: "time" | "ended" | "elsewhere" | "stopping";
}

/** The line moved on; at 0 ask again for the seat, and offer within ten seconds. */
export interface EchoTurn {
  position: number;
}

/** The payload of an event that needs none. */
export type Empty = Record<string, never>;

/** The encounter after the step. */
export interface EncounterAck {
  ok: true;
  encounter: EncounterOut;
}

/** The booked time that the encounter fulfils; `extended_minutes` of it were added while it went on. An urgent encounter has none: `id` is its own then, which its pages are found by, and the times are its own. */
export interface EncounterAppointment {
  id: string;
  starts_at: string;
  ends_at: string;
  extended_minutes: number;
  modality: Modality;
  service: EncounterService;
}

/** The encounter has changed. */
export interface EncounterChanged {
  encounter: EncounterOut;
}

/** A consultation as its participants see it; `place` is given to clinicians only, `place_unreadable` says why not. `urgent`: the person called who is on duty; until somebody answers, `practitioner` is whom the rota names. Until `writing_until` both may write on after its end. `unanswered`: the last message that stands is the client's. `waiting_since`: since when they wait, or waited last. `put_back_at`: when they were sent back to the waiting room. `alerted_at`: when others were told that they wait too long. `gone`: they were not let in, their room is closed and their page is away, so that they wait no more. `practitioner_busy`: while they wait, the practitioner is in another consultation. Of two views the one with the higher `revision` is the newer. */
export interface EncounterOut {
  id: string;
  urgent: boolean;
  appointment: EncounterAppointment;
  state: EncounterState;
  arrived_at: string;
  waiting_since: string;
  admitted_at: string | null;
  put_back_at: string | null;
  alerted_at: string | null;
  gone: boolean;
  practitioner_busy: boolean;
  finished_at: string | null;
  writing_until: string | null;
  unanswered: boolean;
  person: EncounterPerson;
  practitioner: EncounterPractitioner;
  place: string | null;
  place_unreadable: Unreadable | null;
  episode_id: string | null;
  revision: number;
}

/** The client. */
export interface EncounterPerson {
  id: string;
  display_name: string;
}

/** The clinician. */
export interface EncounterPractitioner {
  id: string;
  display_name: string;
  role: Role;
  title: LocalText;
}

/** The service that was booked. */
export interface EncounterService {
  id: string;
  code: string;
  name: LocalText;
}

/** Where a consultation stands. */
export type EncounterState = "arrived" | "in_progress" | "finished";

/** Something of this topic changed: fetch it again. `id` names the record where one is meant. */
export interface Hint {
  topic: "notices" | "waiting" | "flags" | "appointments" | "encounter" | "guests" | "rota" | "cosignings";
  id: string | null;
}

/** How calls find their way: what RTCPeerConnection needs, and how long its credentials are good. `ice_seconds` counts from now, since a phone's clock may be wrong; it is null where nothing expires. */
export interface IceGrant {
  ok: true;
  ice_servers: IceServer[];
  ice_transport_policy: "all" | "relay";
  ice_seconds: number | null;
}

/** One entry of RTCConfiguration.iceServers. */
export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}

/** Take part from now on; `since` is the last number up to which nothing is missing (0: nothing is known). Without `attends` nobody is told that somebody is there: for a page that only sends what was left unsent. */
export interface Join {
  since?: number;
  attends?: boolean;
}

/** The snapshot: with the events that follow it is what a fresh snapshot would be. `messages` are those after `since`, oldest first; fetch on while the last one is below `last_sequence`. Without `since` they are the newest page; those before it are fetched when they are wanted. Those up to `hidden_until` are not for this account, which came in later; 0 where all are. */
export interface JoinAck {
  ok: true;
  ice_servers: IceServer[];
  ice_transport_policy: "all" | "relay";
  ice_seconds: number | null;
  encounter: EncounterOut;
  me: Me;
  participants: Participant[];
  messages: MessageOut[];
  last_sequence: number;
  hidden_until: number;
  receipts: Receipt[];
  call: Call;
}

/** A text for people in Japanese and English. */
export interface LocalText {
  ja: string;
  en: string;
}

/** The connection itself. When the offers of two collide, the one whose `precedence` is smaller, as text, yields. */
export interface Me {
  connection_id: string;
  account_id: string;
  precedence: string;
}

/** What one sends at the moment; `weak_line`: the picture is withheld because the line is too weak for it. `screen`: a screen is sent in the place of the camera's picture; only the practitioner may. */
export interface MediaState {
  microphone: boolean;
  camera: boolean;
  weak_line?: boolean;
  screen?: boolean;
}

/** What another connection sends at the moment. */
export interface MediaStateChanged {
  from: string;
  microphone: boolean;
  camera: boolean;
  weak_line: boolean;
  screen: boolean;
}

/** A message was stored, or the withdrawal of one. */
export interface MessageAdded {
  message: MessageOut;
}

/** An entry of the log of a consultation; `sequence` counts from 1 in each encounter, without gaps. `withdraws` is the number of the message that this entry withdraws; such an entry has no text of its own. Of a message that is `withdrawn` text and file are given to nobody any more. `body` may be empty where there is a `file`; where the text cannot be read it is, and `unreadable` says why. */
export interface MessageOut {
  id: string;
  sequence: number;
  client_id: string;
  author: Author;
  body: string;
  file: AttachmentOut | null;
  sent_at: string;
  withdraws: number | null;
  withdrawn: boolean;
  unreadable: Unreadable | null;
}

/** Write a message. `client_id` is made once for a message and repeated at each resend of it. `attachment_id` sends a file that was uploaded to this consultation; `body` may then be empty. */
export interface MessageSend {
  client_id: string;
  body: string;
  attachment_id?: string | null;
}

/** The message as it is stored; a resend answers with the first one. */
export interface MessageSendAck {
  ok: true;
  message: MessageOut;
}

/** Withdraw one's own message `sequence`. `client_id` is made once for the withdrawal, as for a message. */
export interface MessageWithdraw {
  client_id: string;
  sequence: number;
}

/** Ask for the first messages after `since`. */
export interface MessagesAfter {
  since: number;
  limit?: number;
}

/** Ask for the last messages before `before`. */
export interface MessagesBefore {
  before: number;
  limit?: number;
}

/** The messages, oldest first, and the newest sequence number there is. */
export interface MessagesFetchAck {
  ok: true;
  messages: MessageOut[];
  last_sequence: number;
}

/** How a consultation is held. */
export type Modality = "text" | "voice" | "video";

/** The node stops: connect again, at a moment between now and `within_seconds` that the client draws by lot. */
export interface Moving {
  within_seconds: number;
}

/** An offer of one audio section, with all its candidates. */
export interface OfferDescription {
  type: "offer";
  sdp: string;
}

/** The acknowledgement of an event that was done. */
export interface Ok {
  ok: true;
}

/** One who belongs to the consultation, with the number of connections that are joined now. */
export interface Participant {
  account_id: string;
  display_name: string;
  role: Role;
  connections: number;
  online: boolean;
}

/** A connection that is in the call. */
export interface Peer {
  connection_id: string;
  account_id: string;
  precedence: string;
  media: "voice" | "video";
  microphone: boolean;
  camera: boolean;
  weak_line: boolean;
  screen: boolean;
}

/** Why something was refused: a stable code, an English sentence, and parameters for the client's catalogue. */
export interface Problem {
  code: string;
  message: string;
  params: Record<string, unknown>;
}

/** How far an account has got in the messages: the number up to which it has them, and has read them. */
export interface Receipt {
  account_id: string;
  delivered: number;
  read: number;
}

/** Say how far one has got: `delivered`, up to where nothing is missing here; `read`, up to where it was seen. */
export interface ReceiptsMark {
  delivered: number;
  read: number;
}

/** Where the account stands now, with what its other devices have said; never beyond the newest message. */
export interface ReceiptsMarkAck {
  ok: true;
  receipt: Receipt;
}

/** The acknowledgement of an event that was not done. */
export interface Refusal {
  ok: false;
  error: Problem;
}

/** What an account may be; one role an account. */
export type Role = "parent" | "family" | "midwife" | "doctor" | "counsellor" | "psychiatrist" | "coordinator" | "officer" | "administrator" | "guest";

/** RTCSessionDescriptionInit. The lines of `sdp` are relayed untouched. */
export interface SessionDescription {
  type: "offer" | "answer" | "pranswer" | "rollback";
  sdp?: string;
}

/** Send a candidate to one connection of this consultation; null when there are no more. */
export interface SignalCandidate {
  to: string;
  candidate: Candidate | null;
}

/** A candidate; `from` is stamped by the server. */
export interface SignalCandidateReceived {
  from: string;
  candidate: Candidate | null;
}

/** Send an offer or an answer to one connection of this consultation. */
export interface SignalDescription {
  to: string;
  description: SessionDescription;
}

/** An offer or an answer; `from` is stamped by the server. */
export interface SignalDescriptionReceived {
  from: string;
  description: SessionDescription;
}

/** The server closes this connection, and why. */
export interface SignedOut {
  reason: "signed_out" | "signed_out_everywhere" | "blocked" | "password_changed" | "reused_token" | "token_expired" | "visit_over";
}

/** A fresh access token of the same account, for the connection that is already open. */
export interface TokenRenew {
  token: string;
}

/** The connection is good until `expires_at`. */
export interface TokenRenewAck {
  ok: true;
  expires_at: string;
}

/** Somebody is writing, or was a moment ago. */
export interface Typing {
  account_id: string;
}

/** Why a text is not shown; the codes are those of the errors that a single one is refused with. */
export type Unreadable = "server.sealed" | "server.erased";

/** What a client sends on /person. */
export interface PersonClientEvents {
  "token.renew": (
    payload: TokenRenew,
    ack: (answer: TokenRenewAck | Refusal) => void,
  ) => void;
  "echo.ask": (
    payload: Empty,
    ack: (answer: EchoAskAck | Refusal) => void,
  ) => void;
  "echo.offer": (
    payload: EchoOffer,
    ack: (answer: EchoOfferAck | Refusal) => void,
  ) => void;
  "echo.end": (
    payload: Empty,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
}

/** What the server sends on /person. */
export interface PersonServerEvents {
  "hint": (payload: Hint) => void;
  "signed_out": (payload: SignedOut) => void;
  "moving": (payload: Moving) => void;
  "echo.turn": (payload: EchoTurn) => void;
  "echo.over": (payload: EchoOver) => void;
}

/** What a client sends on /consultation. */
export interface ConsultationClientEvents {
  "join": (
    payload: Join,
    ack: (answer: JoinAck | Refusal) => void,
  ) => void;
  "message.send": (
    payload: MessageSend,
    ack: (answer: MessageSendAck | Refusal) => void,
  ) => void;
  "message.withdraw": (
    payload: MessageWithdraw,
    ack: (answer: MessageSendAck | Refusal) => void,
  ) => void;
  "receipts.mark": (
    payload: ReceiptsMark,
    ack: (answer: ReceiptsMarkAck | Refusal) => void,
  ) => void;
  "messages.fetch": (
    payload: MessagesAfter | MessagesBefore,
    ack: (answer: MessagesFetchAck | Refusal) => void,
  ) => void;
  "typing": (
    payload: Empty,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "encounter.admit": (
    payload: Empty,
    ack: (answer: EncounterAck | Refusal) => void,
  ) => void;
  "encounter.put_back": (
    payload: Empty,
    ack: (answer: EncounterAck | Refusal) => void,
  ) => void;
  "encounter.finish": (
    payload: Empty,
    ack: (answer: EncounterAck | Refusal) => void,
  ) => void;
  "call.enter": (
    payload: CallEnter,
    ack: (answer: CallEnterAck | Refusal) => void,
  ) => void;
  "call.await": (
    payload: CallAwait,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "call.leave": (
    payload: Empty,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "signal": (
    payload: SignalDescription | SignalCandidate,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "media.state": (
    payload: MediaState,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "ice.renew": (
    payload: Empty,
    ack: (answer: IceGrant | Refusal) => void,
  ) => void;
  "call.report": (
    payload: CallReport,
    ack: (answer: Ok | Refusal) => void,
  ) => void;
  "token.renew": (
    payload: TokenRenew,
    ack: (answer: TokenRenewAck | Refusal) => void,
  ) => void;
}

/** What the server sends on /consultation. */
export interface ConsultationServerEvents {
  "message": (payload: MessageAdded) => void;
  "receipts": (payload: Receipt) => void;
  "typing": (payload: Typing) => void;
  "encounter": (payload: EncounterChanged) => void;
  "participant": (payload: Participant) => void;
  "call.awaited": (payload: CallAwaited) => void;
  "call.entered": (payload: CallEntered) => void;
  "call.left": (payload: CallLeft) => void;
  "signal": (payload: SignalDescriptionReceived | SignalCandidateReceived) => void;
  "media.state": (payload: MediaStateChanged) => void;
  "closed": (payload: Closed) => void;
  "moving": (payload: Moving) => void;
}

export interface ClientEvents {
  "/person": PersonClientEvents;
  "/consultation": ConsultationClientEvents;
}

export interface ServerEvents {
  "/person": PersonServerEvents;
  "/consultation": ConsultationServerEvents;
}
