import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Answer, Empty } from "@/ui/States";
import { FindingList } from "./FindingList";
import { rotaKeys, swapsQuery } from "./queries";
import { RotaFrame } from "./RotaFrame";
import styles from "./RunPanel.module.css";
import { SwapWords } from "./SwapWords";
import type { Swap, Swaps } from "./types";

/** The swaps that wait for the coordinator, with what the checker says of each. */
export default function SwapsPage() {
  const { t } = useTranslation("rota");
  const query = useQuery(swapsQuery());
  return (
    <RotaFrame title={t("parts.swaps")}>
      <Answer of={query}>
        {(data) => {
          const waiting = data.swaps.filter(({ state }) => state === "taken");
          const rest = data.swaps.filter(({ state }) => state !== "taken");
          return (
            <Stack gap={5}>
              {waiting.length === 0 ? <Empty icon="check" title={t("swaps.none")} /> : null}
              {waiting.map((swap) => (
                <Waiting key={swap.id} swap={swap} data={data} />
              ))}
              {rest.length > 0 ? (
                <section>
                  <h2>{t("swaps.others")}</h2>
                  <ul className={styles.list}>
                    {rest.map((swap) => (
                      <li key={swap.id}>
                        <SwapWords swap={swap} shifts={data.shift_types} /> {t(`swaps.state.${swap.state}`)}
                      </li>
                    ))}
                  </ul>
                </section>
              ) : null}
            </Stack>
          );
        }}
      </Answer>
    </RotaFrame>
  );
}

function Waiting({ swap, data }: { swap: Swap; data: Swaps }) {
  const { t } = useTranslation("rota");
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (what: "approve" | "reject") => api.post(`/rota/swaps/${swap.id}/${what}`),
    onSuccess: (_done, what) => announce(t(what === "approve" ? "swaps.approved" : "swaps.rejected")),
    onSettled: () => queries.invalidateQueries({ queryKey: rotaKeys.all }),
  });
  const forbids = swap.findings.some(({ is_hard }) => is_hard);
  return (
    <Card as="article">
      <Stack gap={3}>
        <p>
          <SwapWords swap={swap} shifts={data.shift_types} />
        </p>
        {swap.appointments > 0 ? <p>{t("swaps.booked", { count: swap.appointments })}</p> : null}
        {swap.findings.length === 0 ? <p>{t("swaps.fine")}</p> : <FindingList month={data} findings={swap.findings} />}
        <div className={styles.actions}>
          <Button isDisabled={forbids} isPending={decide.isPending} onPress={() => decide.mutate("approve")}>
            {t("swaps.approve")}
          </Button>
          <Button variant="secondary" onPress={() => decide.mutate("reject")}>
            {t("swaps.reject")}
          </Button>
        </div>
        {decide.isError ? (
          <Notice tone="care" live>
            <p>{errorText(decide.error)}</p>
          </Notice>
        ) : null}
      </Stack>
    </Card>
  );
}
