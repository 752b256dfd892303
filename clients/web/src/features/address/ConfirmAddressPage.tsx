import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, requestOpen } from "@/api/client";
import type { Me } from "@/api/types";
import { useMailedToken } from "@/auth/mailed-token";
import { session } from "@/auth/session";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";

/** Opened from a mail: says with one tap that the address is one's own. A mail program that looks ahead does not. */
export default function ConfirmAddressPage() {
  const { t } = useTranslation("address");
  const token = useMailedToken();
  const confirm = useMutation({
    mutationFn: () => requestOpen<void>("POST", "/auth/address-confirmation", { body: { token } }),
    onSuccess: async () => {
      if (session.accessToken()) session.update(await api.get<Me>("/me"));
    },
  });
  if (confirm.isSuccess) {
    return (
      <Page title={t("done.title")} lead={t("done.body")} step="done">
        <ButtonLink href="/" block>
          {t("done.on")}
        </ButtonLink>
      </Page>
    );
  }
  if (!token) {
    return (
      <Page title={t("cut.title")} lead={t("cut.body")}>
        <ButtonLink href="/" block>
          {t("done.on")}
        </ButtonLink>
      </Page>
    );
  }
  return (
    <Page title={t("title")} lead={t("lead")}>
      {confirm.isError ? (
        <Notice tone="care" live>
          <p>{errorText(confirm.error)}</p>
        </Notice>
      ) : null}
      <Button block onPress={() => confirm.mutate()} isPending={confirm.isPending}>
        {t("confirm")}
      </Button>
    </Page>
  );
}
