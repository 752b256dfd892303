import { useTranslation } from "react-i18next";
import type { Service } from "@/api/types";
import { Stack } from "@/ui/Card";
import { type Choice, type Draft, MODALITIES } from "./flow";
import { TapCard } from "./TapCard";

interface HowStepProps {
  service: Service;
  draft: Draft;
  take: (choice: Choice) => void;
}

export function HowStep({ service, draft, take }: HowStepProps) {
  const { t } = useTranslation("booking");
  return (
    <Stack gap={3}>
      {MODALITIES.filter((modality) => service.modalities.includes(modality)).map((modality) => (
        <TapCard
          key={modality}
          icon={modality}
          title={t(`how.${modality}`)}
          detail={t(`how.${modality}Detail`)}
          isChosen={draft.modality === modality}
          onPress={() => take({ kind: "modality", modality })}
        />
      ))}
    </Stack>
  );
}
