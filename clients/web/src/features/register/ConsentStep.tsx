import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ConsentKind, ConsentText } from "@/api/types";
import { ConsentWords } from "@/features/family/ConsentWords";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import type { StepProps } from "./RegisterPage";

export function ConsentStep({ draft, change, problem, texts }: StepProps & { texts: UseQueryResult<ConsentText[]> }) {
  const { t } = useTranslation("register");
  const agree = (kind: ConsentKind, agreed: boolean) =>
    change({ agreed: agreed ? [...new Set([...draft.agreed, kind])] : draft.agreed.filter((each) => each !== kind) });
  return (
    <Stack>
      <Answer of={texts}>
        {(all) =>
          all.map((text) => (
            <Card key={text.kind} as="section">
              <ConsentWords text={text} />
              <Checkbox
                isSelected={draft.agreed.includes(text.kind)}
                onChange={(agreed) => agree(text.kind, agreed)}
                isInvalid={text.kind === "terms" && problem("terms") !== null}
              >
                {t(`consent.agree.${text.kind}`)}
              </Checkbox>
            </Card>
          ))
        }
      </Answer>
      {problem("terms") ? (
        <Notice tone="care">
          <p>{problem("terms")}</p>
        </Notice>
      ) : null}
      {draft.agreed.includes("terms") && !draft.agreed.includes("sensitive_data") ? (
        <Notice>
          <p>{t("consent.withoutSensitive")}</p>
        </Notice>
      ) : null}
    </Stack>
  );
}
