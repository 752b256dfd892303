import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { ApiError } from "@/api/errors";
import { useSession } from "@/auth/hooks";
import { useMailedToken } from "@/auth/mailed-token";
import { CLIENTS } from "@/auth/roles";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { keepInvitation, keptInvitation } from "./invitation";
import { useHouseholdPreview, useHouseholdSteps } from "./queries";
import { WhatIsSeen } from "./WhatIsSeen";

const isOver = (error: unknown) => error instanceof ApiError && error.code === "household.link_over";

/**
 * Opened from an invitation into a family: who invites, what one will see, and the ways in. Nobody joins by opening it.
 * It is kept in this tab while one registers or signs in, and comes back afterwards.
 */
export default function InvitedPage() {
  const { t } = useTranslation("household");
  const fresh = useMailedToken();
  const [token] = useState(() => fresh ?? keptInvitation()?.token ?? null);
  const preview = useHouseholdPreview(token);
  const kind = preview.data?.kind;
  useEffect(() => {
    if (token !== null && kind !== undefined) keepInvitation({ token, kind });
  }, [token, kind]);
  useEffect(() => {
    if (isOver(preview.error)) keepInvitation(null);
  }, [preview.error]);
  if (token === null) return <NoLink title={t("invited.cut")} lead={t("invited.cutBody")} />;
  if (isOver(preview.error)) return <NoLink title={t("invited.over")} lead={t("invited.overBody")} />;
  return (
    <Page title={t("invited.title")} documentTitle={t("invited.title")}>
      <Answer of={preview}>
        {(found) => (
          <>
            <p>{t("invited.by", { inviter: found.inviter_name, name: found.name })}</p>
            <Card as="section" tone="soft" aria-labelledby="seen-title">
              <h2 id="seen-title">{t("invited.seenTitle")}</h2>
              <WhatIsSeen to="member" />
            </Card>
            <Ways token={token} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Ways({ token }: { token: string }) {
  const { t } = useTranslation("household");
  const state = useSession();
  const { accept } = useHouseholdSteps();
  const [, go] = useLocation();
  if (state.status !== "signed_in") {
    return (
      <>
        <ButtonLink href="/register?step=you" block>
          {t("invited.register")}
        </ButtonLink>
        <ButtonLink href="/family/invited" variant="secondary" block>
          {t("invited.signIn")}
        </ButtonLink>
      </>
    );
  }
  if (!CLIENTS.includes(state.me.role)) {
    return (
      <Notice tone="care">
        <p>{t("invited.staff", { name: state.me.display_name })}</p>
      </Notice>
    );
  }
  return (
    <>
      <p>{t("invited.as", { name: state.me.display_name })}</p>
      {accept.isError ? (
        <Notice tone="care" live>
          <p>{errorText(accept.error)}</p>
        </Notice>
      ) : null}
      <Button
        block
        isPending={accept.isPending}
        onPress={() =>
          accept.mutate(token, {
            onSuccess: () => {
              keepInvitation(null);
              announce(t("invited.done"));
              go("/family/household", { replace: true });
            },
          })
        }
      >
        {t("invited.accept")}
      </Button>
      <ButtonLink href="/" variant="quiet" block onClick={() => keepInvitation(null)}>
        {t("invited.decline")}
      </ButtonLink>
    </>
  );
}

function NoLink({ title, lead }: { title: string; lead: string }) {
  const { t } = useTranslation("household");
  return (
    <Page title={title} lead={lead}>
      <ButtonLink href="/" block>
        {t("invited.home")}
      </ButtonLink>
    </Page>
  );
}
