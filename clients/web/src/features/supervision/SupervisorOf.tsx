import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card, Stack } from "@/ui/Card";
import { Answer } from "@/ui/States";
import { supervisedQuery } from "./queries";
import { SupervisorChoice } from "./SupervisorChoice";

/** On a practitioner's own page: who supervises them; nothing for a profession that nobody supervises. */
export function SupervisorOf({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation("supervision");
  const supervised = useQuery(supervisedQuery);
  return (
    <Answer of={supervised}>
      {({ supervised: all, psychiatrists }) => {
        const one = all.find(({ practitioner_id: id }) => id === practitionerId);
        if (one === undefined) return null;
        return (
          <Card as="section" aria-labelledby="supervisor-of">
            <Stack gap={3}>
              <h2 id="supervisor-of">{t("title")}</h2>
              <p>{t("lead")}</p>
              <SupervisorChoice one={one} psychiatrists={psychiatrists} />
            </Stack>
          </Card>
        );
      }}
    </Answer>
  );
}
