import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { useWaiting } from "./queries";

/** For a psychiatrist on the working screen: how many notes wait for their co-signature or could have it in a colleague's place. */
export function CosigningsLink() {
  const { t } = useTranslation("records");
  const isPsychiatrist = useMe().role === "psychiatrist";
  const { data = [] } = useWaiting(isPsychiatrist);
  if (!isPsychiatrist || data.length === 0) return null;
  const isOverdue = data.some((one) => one.is_overdue);
  const deputies = data.filter(({ capacity }) => capacity === "deputy").length;
  const own = data.length - deputies;
  const inPlace = t("queue.deputies", { count: deputies });
  return (
    <Notice tone={isOverdue ? "care" : "info"} icon="note" title={own > 0 ? t("queue.count", { count: own }) : inPlace}>
      {own > 0 && deputies > 0 ? <p>{inPlace}</p> : null}
      {isOverdue ? <p>{t("queue.someOverdue")}</p> : null}
      <ButtonLink href="/cosignings" variant="secondary">
        {t("queue.see")}
      </ButtonLink>
    </Notice>
  );
}
