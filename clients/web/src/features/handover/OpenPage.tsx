import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { requestOpen } from "@/api/client";
import { ApiError } from "@/api/errors";
import type { LinkOwner } from "@/api/types";
import { useSession } from "@/auth/hooks";
import { useMailedToken } from "@/auth/mailed-token";
import { session } from "@/auth/session";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";

const isOver = (error: unknown) => error instanceof ApiError && error.code === "people.link_over";

/**
 * Opened by a link that signs in: says who would be signed in, and does it with one tap. So a program that looks ahead
 * signs nobody in, and nobody is led into another's account without seeing the name.
 */
export default function OpenPage() {
  const { t } = useTranslation("handover");
  const token = useMailedToken();
  const preview = useQuery({
    queryKey: ["handover", "preview", token],
    queryFn: () => requestOpen<LinkOwner>("POST", "/auth/handover/preview", { body: { token } }),
    enabled: token !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (token === null) return <NoLink title={t("cut.title")} lead={t("cut.body")} />;
  if (isOver(preview.error)) return <NoLink title={t("over.title")} lead={t("over.body")} />;
  if (preview.data === undefined) {
    return (
      <Page title={t("goOn.title")}>
        <Answer of={preview}>{() => null}</Answer>
      </Page>
    );
  }
  return <GoOn token={token} owner={preview.data} />;
}

function GoOn({ token, owner }: { token: string; owner: LinkOwner }) {
  const { t } = useTranslation("handover");
  const state = useSession();
  const [, go] = useLocation();
  const open = useMutation({
    mutationFn: () => session.open(token),
    onSuccess: (path) => go(path, { replace: true }),
  });
  if (isOver(open.error)) return <NoLink title={t("over.title")} lead={t("over.body")} />;
  const other = state.status === "signed_in" && state.me.account_id !== owner.account_id ? state.me : null;
  return (
    <Page title={t("goOn.title")} lead={t("goOn.lead", { name: owner.display_name })}>
      {other ? (
        <Notice tone="care">
          <p>{t("goOn.other", { other: other.display_name, name: owner.display_name })}</p>
        </Notice>
      ) : null}
      <p>{t("goOn.notYou")}</p>
      {open.isError ? (
        <Notice tone="care" live>
          <p>{errorText(open.error)}</p>
        </Notice>
      ) : null}
      <Button block onPress={() => open.mutate()} isPending={open.isPending}>
        {t(other ? "goOn.switch" : "goOn.action", { name: owner.display_name })}
      </Button>
      {other ? (
        <ButtonLink href="/" variant="quiet" block>
          {t("goOn.stay", { other: other.display_name })}
        </ButtonLink>
      ) : null}
    </Page>
  );
}

function NoLink({ title, lead }: { title: string; lead: string }) {
  const { t } = useTranslation("handover");
  const isIn = useSession().status === "signed_in";
  return (
    <Page title={title} lead={lead}>
      <ButtonLink href={isIn ? "/" : "/way-back"} block>
        {t(isIn ? "home" : "wayBack.title")}
      </ButtonLink>
      {isIn ? null : (
        <ButtonLink href="/sign-in" variant="secondary" block>
          {t("signIn")}
        </ButtonLink>
      )}
    </Page>
  );
}
