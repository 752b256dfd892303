import { useTranslation } from "react-i18next";
import { emergencyPath } from "@/i18n/emergency";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import styles from "./Household.module.css";
import { InviteMember } from "./InviteMember";
import { Joined } from "./Joined";
import { Members } from "./Members";
import { useHousehold } from "./queries";
import { WhatIsSeen } from "./WhatIsSeen";

/** Whom somebody lets into their family, how they take that back, and where they have joined themselves. */
export default function HouseholdPage() {
  const { t } = useTranslation("household");
  const household = useHousehold();
  return (
    <Page title={t("title")} back="/family" lead={t("lead")}>
      <Answer of={household}>
        {({ members, joined }) => (
          <Stack gap={5}>
            <Joined households={joined} />
            {members.length > 0 ? <Members members={members} /> : null}
            <Card as="section" tone="soft" aria-labelledby="seen-title">
              <h2 id="seen-title">{t("seen.title")}</h2>
              <WhatIsSeen to="inviter" />
              <p>{t("safety.body")}</p>
              <p className={styles.quiet}>{t("safety.device")}</p>
              <ButtonLink href={emergencyPath()} external variant="quiet">
                {t("safety.lines")}
              </ButtonLink>
            </Card>
            <InviteMember />
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
