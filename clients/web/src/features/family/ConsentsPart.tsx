import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { consentTextsQuery } from "@/api/queries";
import type { ConsentText, Me } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { ConsentWords } from "./ConsentWords";
import styles from "./ConsentWords.module.css";

export function ConsentsPart() {
  const { t } = useTranslation("family");
  const texts = useQuery(consentTextsQuery());
  return (
    <Page title={t("consents.title")} back="/family" lead={t("consents.lead")}>
      <Answer of={texts}>
        {(all) => (
          <Stack>
            {all.map((text) => (
              <ConsentCard key={text.kind} text={text} />
            ))}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function ConsentCard({ text }: { text: ConsentText }) {
  const { t } = useTranslation("family");
  const format = useFormat();
  const me = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const given = me.consents.find((consent) => consent.kind === text.kind);
  const isMissing = me.missing_consents.includes(text.kind);

  const settle = async (now: Me, sentence: string) => {
    session.update(now);
    announce(sentence);
    await queries.invalidateQueries({ queryKey: keys.questionnaireTasks });
  };
  const give = useMutation({
    mutationFn: () => api.post<Me>("/me/consents", { kind: text.kind, version: text.version }),
    onSuccess: (now) => settle(now, t("consents.given")),
  });
  const withdraw = useMutation({
    mutationFn: async () => {
      await api.delete(`/me/consents/${text.kind}`);
      return api.get<Me>("/me");
    },
    onSuccess: (now) => settle(now, t("consents.withdrawn")),
    onSettled: () => setAsking(false),
  });
  const failure = give.error ?? withdraw.error;

  return (
    <Card as="section">
      <ConsentWords text={text} />
      {failure ? (
        <Notice tone="care" live>
          <p>{errorText(failure)}</p>
        </Notice>
      ) : null}
      {isMissing ? (
        <>
          <p>{t(given ? "consents.newVersion" : `consents.not.${text.kind}`)}</p>
          <Button block onPress={() => give.mutate()} isPending={give.isPending}>
            {t("consents.give")}
          </Button>
        </>
      ) : given ? (
        <p className={styles.given}>
          <Icon name="check" size={20} />
          {t("consents.givenOn", { date: format.date(given.given_at) })}
        </p>
      ) : null}
      {given && text.kind === "sensitive_data" ? (
        <Button variant="quiet" onPress={() => setAsking(true)}>
          {t("consents.withdraw")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("consents.withdrawTitle")}
        confirmLabel={t("consents.withdraw")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => withdraw.mutate()}
        isPending={withdraw.isPending}
      >
        <p>{t("consents.withdrawBody")}</p>
      </ConfirmDialog>
    </Card>
  );
}
