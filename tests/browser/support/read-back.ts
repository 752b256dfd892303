import { execFileSync } from "node:child_process";
import { PYTHON, ROOT, type Server } from "./server.ts";

export interface StoredMessage {
  sequence: number;
  author: string;
  body: string;
}

/** What stands in the server's database, opened with its keys. */
export interface Stored {
  appointments: {
    id: string;
    service: string;
    modality: string;
    state: string;
    starts_at: string;
    person: string;
    practitioner: string;
  }[];
  encounters: {
    id: string;
    appointment_id: string;
    episode_id: string | null;
    state: string;
    admitted: boolean;
    messages: StoredMessage[];
    note: { fields: Record<string, string>; risk_level: string | null; signed: boolean } | null;
  }[];
  episodes: { id: string; person: string; practitioner: string; state: string; outcome: string | null }[];
  responses: {
    id: string;
    person: string;
    questionnaire: string;
    occasion: string;
    state: string;
    total: number | null;
    band: string | null;
    episode_id: string | null;
    settled_at: string | null;
    answers: Record<string, number>;
  }[];
}

export function readBack(server: Server): Stored {
  const environment = { PATH: process.env.PATH ?? "", ...server.environment };
  const printed = execFileSync(PYTHON, ["-m", "tests.browser.read_back"], { cwd: ROOT, env: environment });
  return JSON.parse(printed.toString("utf8"));
}
