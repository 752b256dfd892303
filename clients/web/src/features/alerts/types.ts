// The shapes of the alert chain in the HTTP API.

export const AUDIENCES = ["practitioner", "duty_counsellor", "psychiatrist", "coordinator"] as const;
export type Audience = (typeof AUDIENCES)[number];

export const CHANNELS = ["in_app", "push", "mail", "webhook"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface AlertCall {
  audience: Audience;
  name: string | null;
  channel: Channel | null;
  state: "queued" | "delivered" | "failed" | "unreachable" | "nobody";
  called_at: string;
}

export interface Alert {
  id: string;
  is_drill: boolean;
  kind: string | null;
  person: string | null;
  raised_at: string;
  step: Audience | null;
  next_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  overdue_at: string | null;
  calls: AlertCall[];
}

export interface Board {
  alerts: Alert[];
  is_behind: boolean;
}

export interface Step {
  audience: Audience;
  channels: Channel[];
  minutes: number;
}

export interface Chain {
  steps: Step[];
  assess_minutes: number;
  phq9_limit: number;
  epds_limit: number;
  gad7_limit: number | null;
}

export interface ChainInForce {
  chain: Chain;
  version: number;
  needs_review: boolean;
  changed_at: string | null;
}

export const IMMEDIACIES = ["now", "soon", "not_near", "unknown"] as const;
export const PLANS = ["none", "vague", "concrete", "unknown"] as const;
export const COMPANIES = ["adult", "children", "alone", "unknown"] as const;

export const JUDGED = ["self_harm", "child_harm", "home_violence", "acute_illness"] as const;
export type Judged = (typeof JUDGED)[number];

export interface SafetyTask {
  id: string;
  person: { id: string; display_name: string };
  assignee: string;
  is_mine: boolean;
  step: string | null;
  due_at: string;
}
