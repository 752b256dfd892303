import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { useWaiting } from "./queries";

/** For a psychiatrist on the working screen: how many notes wait for a co-signature, and whether one is overdue. */
export function CosigningsLink() {
  const { t } = useTranslation("records");
  const isPsychiatrist = useMe().role === "psychiatrist";
  const { data = [] } = useWaiting(isPsychiatrist);
  if (!isPsychiatrist || data.length === 0) return null;
  const isOverdue = data.some((one) => one.is_overdue);
  return (
    <Notice tone={isOverdue ? "care" : "info"} icon="note" title={t("queue.count", { count: data.length })}>
      {isOverdue ? <p>{t("queue.someOverdue")}</p> : null}
      <ButtonLink href="/cosignings" variant="secondary">
        {t("queue.see")}
      </ButtonLink>
    </Notice>
  );
}
