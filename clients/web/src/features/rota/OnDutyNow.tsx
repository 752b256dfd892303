import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import styles from "./OnDutyNow.module.css";
import { rotaKeys } from "./queries";
import type { OnDutyRole } from "./types";

/** Who is on duty now in each role, those on the spot before those on call. Nothing while it is not known. */
export function OnDutyNow() {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const { data } = useQuery({
    queryKey: rotaKeys.onDuty,
    queryFn: async ({ signal }) => (await api.get<{ roles: OnDutyRole[] }>("/rota/on-duty", {}, signal)).roles,
    refetchInterval: 60_000,
  });
  if (!data) return null;
  return (
    <Card as="section" tone="soft" aria-labelledby="rota-on-duty">
      <h2 id="rota-on-duty">{t("onDuty.title")}</h2>
      <dl className={styles.roles}>
        {data.map(({ role, is_missing, people }) => (
          <div key={role}>
            <dt>{t(`common:role.${role}`)}</dt>
            {people.map((person) => (
              <dd key={`${person.practitioner_id}${person.until}`}>
                {t(person.duty === "on_call" ? "onDuty.onCall" : "onDuty.active", {
                  name: person.display_name,
                  until: format.time(person.until),
                })}
              </dd>
            ))}
            {is_missing ? <dd className={styles.nobody}>{t(people.length ? "onDuty.few" : "onDuty.nobody")}</dd> : null}
            {people.length === 0 && !is_missing ? <dd className={styles.none}>{t("onDuty.none")}</dd> : null}
          </div>
        ))}
      </dl>
    </Card>
  );
}
