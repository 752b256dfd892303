import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { requestOpen } from "@/api/client";
import { useSession } from "@/auth/hooks";
import { useMailedToken } from "@/auth/mailed-token";
import { session } from "@/auth/session";
import { hasUnsent } from "@/features/unsent/use-unsent";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import type { Preview } from "./queries";

/** Opened from an invitation: who invites, to when, and one tap to come in. A program that looks ahead does not come in. */
export default function JoinPage() {
  const { t } = useTranslation("guests");
  const state = useSession();
  const token = useMailedToken();
  const [, go] = useLocation();
  const preview = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => requestOpen<Preview>("POST", "/invitations/preview", { body: { token } }),
    enabled: token !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const accountId = state.status === "signed_in" ? state.me.account_id : null;
  const unsent = useQuery({
    queryKey: ["unsent", accountId],
    queryFn: () => (accountId === null ? false : hasUnsent(accountId)),
    gcTime: 0,
  });
  const join = useMutation({
    mutationFn: async () => {
      if (state.status === "signed_in") await session.signOut();
      await session.redeem(token ?? "");
    },
    onSuccess: () => go("/", { replace: true }),
  });
  if (token === null) {
    const isGuest = state.status === "signed_in" && state.me.role === "guest";
    return (
      <Page title={t("join.cut")} lead={t(isGuest ? "join.cutGuest" : "join.cutBody")}>
        <ButtonLink href="/" block>
          {t(isGuest ? "join.goOn" : "join.home")}
        </ButtonLink>
      </Page>
    );
  }
  return (
    <Page title={t("join.title")} documentTitle={t("join.title")}>
      <Answer of={preview}>
        {(found) => (
          <>
            <Said preview={found} />
            <Notice icon="info">
              <p>{t("noRecording")}</p>
              <p>{t("join.private")}</p>
            </Notice>
            {state.status === "signed_in" ? (
              <Notice tone="care">
                <p>{t("join.signedIn", { name: state.me.display_name })}</p>
                {unsent.data ? <p>{t("common:signOutUnsent.body")}</p> : null}
              </Notice>
            ) : null}
            {join.isError ? (
              <Notice tone="care" live>
                <p>{errorText(join.error)}</p>
              </Notice>
            ) : null}
            <Button block onPress={() => join.mutate()} isPending={join.isPending}>
              {t(state.status === "signed_in" ? "join.switch" : "join.enter", { name: found.name })}
            </Button>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Said({ preview }: { preview: Preview }) {
  const { t } = useTranslation("guests");
  const format = useFormat();
  return (
    <>
      <p>{t("join.invites", { inviter: preview.inviter_name, name: preview.name })}</p>
      <p>{t("join.when", { time: format.dateTime(Date.parse(preview.starts_at)) })}</p>
    </>
  );
}
