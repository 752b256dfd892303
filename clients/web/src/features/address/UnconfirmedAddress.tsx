import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";

/** Asks, while the address is not confirmed, to look into the mail; nothing but that mail is sent there before. */
export function UnconfirmedAddress() {
  const { t } = useTranslation("common");
  const { email, email_confirmed } = useMe();
  const again = useMutation({ mutationFn: () => api.post("/me/address-confirmation") });
  if (email_confirmed) return null;
  return (
    <Card as="section">
      <h2>{t("unconfirmed.title")}</h2>
      <p>{t("unconfirmed.body", { email })}</p>
      <p aria-live="polite">
        {again.isSuccess ? t("unconfirmed.sent") : again.isError ? errorText(again.error) : null}
      </p>
      <Button variant="secondary" block onPress={() => again.mutate()} isPending={again.isPending}>
        {t("unconfirmed.again")}
      </Button>
    </Card>
  );
}
