import type { Credentials, Socket } from "../connection";

/** A socket as socket.io-client gives it, with the server's side in the test's hands. */
export class FakeSocket implements Socket {
  connected = false;
  attempts = 0;
  readonly sent: { event: string; payload: unknown; answer: (answer: unknown) => void }[] = [];
  readonly given: Credentials[] = [];
  readonly #handlers = new Map<string, (data?: unknown) => void>();
  readonly #auth: (give: (credentials: Credentials) => void) => void;

  constructor(auth: (give: (credentials: Credentials) => void) => void) {
    this.#auth = auth;
  }

  on(event: string, handler: (data?: unknown) => void): void {
    this.#handlers.set(event, handler);
  }

  emit(event: string, payload: unknown, answer: (answer: unknown) => void): void {
    this.sent.push({ event, payload, answer });
  }

  connect(): void {
    this.attempts += 1;
    this.#auth((credentials) => this.given.push(credentials));
  }

  disconnect(): void {
    if (this.connected) this.lose();
  }

  accept(): void {
    this.connected = true;
    this.tell("connect");
  }

  refuse(code: string): void {
    this.tell("connect_error", Object.assign(new Error(code), { data: { code, message: code, params: {} } }));
  }

  fail(): void {
    this.tell("connect_error", new Error("websocket error"));
  }

  lose(): void {
    this.connected = false;
    this.tell("disconnect");
  }

  tell(event: string, data?: unknown): void {
    this.#handlers.get(event)?.(data);
  }
}
