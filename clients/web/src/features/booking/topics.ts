import type { Service } from "@/api/types";

/** What people come with, in their words, and the service that it leads to. Shown only where the service is offered. */
export const TOPICS = [
  { topic: "baby", service: "midwife" },
  { topic: "pregnancy", service: "midwife" },
  { topic: "feelings", service: "counselling" },
  { topic: "child", service: "paediatrician" },
  { topic: "body", service: "obstetrician" },
] as const;

export interface Topic {
  topic: string;
  service: Service;
}

/**
 * The topics of the services that are offered, in the order of the services: what is first for this person stands first.
 * A service of the operator's own stands for itself.
 */
export function topicsOf(services: readonly Service[]): Topic[] {
  return services.flatMap((service) => {
    const known = TOPICS.filter((each) => each.service === service.code);
    return known.length > 0 ? known.map(({ topic }) => ({ topic, service })) : [{ topic: service.code, service }];
  });
}

export function isKnownTopic(topic: string): boolean {
  return TOPICS.some((each) => each.topic === topic);
}
