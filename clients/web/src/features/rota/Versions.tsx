import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Answer } from "@/ui/States";
import { rotaKeys } from "./queries";
import styles from "./RunPanel.module.css";
import type { Month, Version } from "./types";

/** What was published when and by whom: nothing of it is ever changed. */
export function Versions({ month, onClose }: { month: Month; onClose: () => void }) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const versions = useQuery({
    queryKey: rotaKeys.versions(month.month),
    queryFn: async ({ signal }) =>
      (await api.get<{ versions: Version[] }>(`/rota/months/${month.month}/versions`, {}, signal)).versions,
  });
  return (
    <Card as="section" aria-labelledby="rota-versions">
      <Stack gap={3}>
        <h2 id="rota-versions">{t("versions.title")}</h2>
        <Answer of={versions}>
          {(list) =>
            list.length === 0 ? (
              <p>{t("versions.none")}</p>
            ) : (
              <ol className={styles.list}>
                {list.map((version) => (
                  <li key={version.id}>
                    {t("versions.line", {
                      version: version.version,
                      when: format.dateTime(version.published_at),
                      who: version.published_by ?? "–",
                    })}
                  </li>
                ))}
              </ol>
            )
          }
        </Answer>
        <Button variant="quiet" onPress={onClose}>
          {t("common:close")}
        </Button>
      </Stack>
    </Card>
  );
}
