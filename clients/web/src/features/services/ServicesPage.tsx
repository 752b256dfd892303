import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ServiceRow, ServiceRows } from "@/api/types";
import { textOf } from "@/i18n";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { ServiceForm } from "./ServiceForm";
import styles from "./ServicesPage.module.css";

const NEW = "new";

/** The kinds of consultation, each with all that is decided about it; one is edited at a time. */
export default function ServicesPage() {
  const { t } = useTranslation("services");
  const [edited, setEdited] = useState<string | null>(null);
  const services = useQuery({
    queryKey: keys.allServices,
    queryFn: async ({ signal }) => (await api.get<ServiceRows>("/services/all", {}, signal)).services,
  });
  const close = () => setEdited(null);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Answer of={services}>
        {(all) => (
          <Stack gap={4}>
            {all.map((each) =>
              edited === each.id ? (
                <ServiceForm key={each.id} service={each} onClose={close} />
              ) : (
                <Row key={each.id} service={each} onEdit={() => setEdited(each.id)} />
              ),
            )}
            {edited === NEW ? (
              <ServiceForm onClose={close} />
            ) : (
              <Button variant="secondary" block onPress={() => setEdited(NEW)}>
                {t("add")}
              </Button>
            )}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function Row({ service, onEdit }: { service: ServiceRow; onEdit: () => void }) {
  const { t } = useTranslation("services");
  return (
    <Card as="section">
      <div className={styles.row}>
        <div>
          <h2 className={styles.name}>{textOf(service.name)}</h2>
          <p className={styles.facts}>
            {t("facts", {
              minutes: service.minutes,
              roles: service.roles.map((role) => t(`common:role.${role}`)).join(t("common:dot")),
            })}
            {service.active ? "" : `${t("common:dot")}${t("inactive")}`}
          </p>
        </div>
        <Button variant="secondary" onPress={onEdit} aria-label={t("editOf", { name: textOf(service.name) })}>
          {t("common:edit")}
        </Button>
      </div>
    </Card>
  );
}
