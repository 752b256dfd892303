import { createRequire } from "node:module";
import { join } from "node:path";
import type { Booked, Slot } from "../pages/booking.ts";
import { ROOT, type Server } from "./server.ts";

/** Someone signed in over HTTP, for what a test needs to be there before its own matter begins. */
export class Caller {
  private token = "";

  private constructor(
    private readonly server: Server,
    private readonly email: string,
  ) {}

  static async signIn(server: Server, email: string): Promise<Caller> {
    const caller = new Caller(server, email);
    await caller.renew();
    return caller;
  }

  /** Signs in anew: the access token ends ten minutes after, and a test moves the clock by hours. */
  async renew(): Promise<void> {
    this.token = "";
    const { access_token } = await this.send<{ access_token: string }>("POST", "/auth/sign-in", {
      email: this.email,
      password: "hagukumi-demo",
    });
    this.token = access_token;
  }

  async get<T>(path: string): Promise<T> {
    return this.send("GET", path);
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send("POST", path, body);
  }

  async put<T>(path: string, body: unknown): Promise<T> {
    return this.send("PUT", path, body);
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return this.send("PATCH", path, body);
  }

  /** Writes messages into a consultation, one after the other, as a page would. */
  async write(encounter: string, bodies: readonly string[]): Promise<void> {
    const { io } = createRequire(join(ROOT, "clients/web/package.json"))("socket.io-client");
    const auth = { token: this.token, protocol: 1 };
    const socket = io(`${this.server.url}/consultation?encounter=${encounter}`, { transports: ["websocket"], auth });
    try {
      await socket.emitWithAck("join", { since: 0 });
      for (const body of bodies) {
        const answer = await socket.emitWithAck("message.send", { client_id: crypto.randomUUID(), body });
        if (!answer.ok) throw new Error(answer.error.code);
      }
    } finally {
      socket.disconnect();
    }
  }

  /** Books the first free time of the service (with the named practitioner) on or after the server's day. */
  async book(service: string, modality: "video" | "voice" | "text", practitioner?: string): Promise<Booked> {
    const { services } = await this.get<{ services: { id: string; code: string }[] }>("/services");
    const id = services.find(({ code }) => code === service)?.id;
    const today = (await this.server.now()).toISOString().slice(0, 10);
    const found = await this.get<{
      slots: { starts_at: string; practitioner_ids: string[] }[];
      practitioners: { id: string; display_name: string }[];
    }>(`/slots?service_id=${id}&from=${today}&to=${today}`);
    const wished = found.practitioners.find(({ display_name }) => display_name === practitioner)?.id ?? null;
    const slot = found.slots.find(({ practitioner_ids }) => wished === null || practitioner_ids.includes(wished));
    if (!slot) throw new Error(`no free time for ${service}`);
    return this.take(service, modality, { starts_at: slot.starts_at, practitioner_id: wished });
  }

  /** Books just this time. */
  async take(service: string, modality: "video" | "voice" | "text", slot: Slot): Promise<Booked> {
    const { services } = await this.get<{ services: { id: string; code: string }[] }>("/services");
    const service_id = services.find(({ code }) => code === service)?.id;
    return this.post("/appointments", { service_id, ...slot, modality, reason: null, hold_id: null });
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.server.url}/api${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}
