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

/** The topics of the services that are offered; a service of the operator's own stands for itself. */
export function topicsOf(services: readonly Service[]): Topic[] {
  const known = TOPICS.flatMap(({ topic, service: code }) => {
    const service = services.find((each) => each.code === code);
    return service ? [{ topic, service }] : [];
  });
  const own = services
    .filter((service) => !TOPICS.some((each) => each.service === service.code))
    .map((service) => ({ topic: service.code, service }));
  return [...known, ...own];
}

export function isKnownTopic(topic: string): boolean {
  return TOPICS.some((each) => each.topic === topic);
}
