/** The query keys, in one place: a hint or a change invalidates by these. The first word is the topic. */
export const keys = {
  me: ["me"] as const,
  city: ["city"] as const,
  consentTexts: ["consent-texts"] as const,
  services: ["services"] as const,
  slots: (serviceId: string, from: string, to: string) => ["slots", serviceId, from, to] as const,
  allSlots: ["slots"] as const,
  appointments: ["appointments"] as const,
  appointmentsWhen: (when: "upcoming" | "past") => ["appointments", when] as const,
  appointment: (id: string) => ["appointments", "one", id] as const,
  questionnaire: (code: string) => ["questionnaires", code] as const,
  questionnaireTasks: ["questionnaire-tasks"] as const,
  questionnaireResponse: (id: string) => ["questionnaire-responses", id] as const,
  crisisLines: ["crisis-lines"] as const,
  notices: ["notices"] as const,
  accounts: ["accounts"] as const,
};
