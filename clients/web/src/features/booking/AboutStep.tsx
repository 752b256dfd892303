import { useTranslation } from "react-i18next";
import type { Service } from "@/api/types";
import { textOf } from "@/i18n";
import { Stack } from "@/ui/Card";
import type { Choice, Draft } from "./flow";
import { TapCard } from "./TapCard";
import { isKnownTopic, topicsOf } from "./topics";

interface AboutStepProps {
  services: readonly Service[];
  draft: Draft;
  take: (choice: Choice) => void;
}

export function AboutStep({ services, draft, take }: AboutStepProps) {
  const { t } = useTranslation("booking");
  return (
    <Stack gap={3}>
      {topicsOf(services).map(({ topic, service }) => (
        <TapCard
          key={topic}
          title={isKnownTopic(topic) ? t(`about.topics.${topic}`) : textOf(service.name)}
          detail={
            isKnownTopic(topic)
              ? t("about.service", { name: textOf(service.name), count: service.minutes })
              : textOf(service.about)
          }
          isChosen={draft.topic === topic}
          onPress={() => take({ kind: "topic", topic, service })}
        />
      ))}
    </Stack>
  );
}
