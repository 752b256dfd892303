import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { supervisedQuery } from "./queries";
import { SupervisorChoice } from "./SupervisorChoice";

/** Who supervises whom: each counsellor with the psychiatrist who co-signs their notes. */
export default function SupervisorsPage() {
  const { t } = useTranslation("supervision");
  const isAdministrator = useMe().role === "administrator";
  const supervised = useQuery(supervisedQuery);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      back={isAdministrator ? "/accounts" : "/schedules"}
      backLabel={t(isAdministrator ? "common:nav.accounts" : "common:nav.schedules")}
    >
      <Answer of={supervised}>
        {({ supervised: all, psychiatrists }) =>
          all.length === 0 ? (
            <Empty icon="people" title={t("nobody")} />
          ) : (
            <Stack>
              {all.map((one) => (
                <Card key={one.practitioner_id} as="section" aria-labelledby={`supervised-${one.practitioner_id}`}>
                  <Stack gap={3}>
                    <h2 id={`supervised-${one.practitioner_id}`}>
                      {t("who", { name: one.display_name, role: t(`common:role.${one.role}`) })}
                    </h2>
                    <SupervisorChoice one={one} psychiatrists={psychiatrists} />
                  </Stack>
                </Card>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}
