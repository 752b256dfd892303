import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ReminderChoice } from "@/api/types";
import { UnconfirmedAddress } from "@/features/address/UnconfirmedAddress";
import { Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { CalendarPart } from "./CalendarPart";
import { ChoiceForm } from "./ChoiceForm";

/** How somebody is told of their appointments: in the application, by mail, in their own calendar. */
export default function RemindersPage({ back }: { back: string }) {
  const { t } = useTranslation("reminders");
  const choice = useQuery({
    queryKey: keys.reminders,
    queryFn: ({ signal }) => api.get<ReminderChoice>("/me/reminders", {}, signal),
  });
  return (
    <Page title={t("title")} back={back}>
      <Stack gap={5}>
        <UnconfirmedAddress />
        <Answer of={choice}>{(now) => <ChoiceForm now={now} />}</Answer>
        <CalendarPart />
      </Stack>
    </Page>
  );
}
