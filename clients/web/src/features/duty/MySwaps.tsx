import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { FindingList } from "@/features/rota/FindingList";
import { swapsQuery } from "@/features/rota/queries";
import { SwapWords } from "@/features/rota/SwapWords";
import type { Swap } from "@/features/rota/types";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import styles from "./DutyPage.module.css";
import { useSwapAction } from "./queries";

const OPEN: readonly Swap["state"][] = ["offered", "taken"];

/** The swaps that I offered or could take, as long as they are open. Nothing while there are none. */
export function MySwaps() {
  const { t } = useTranslation("duty");
  const me = useMe();
  const { data } = useQuery(swapsQuery());
  const act = useSwapAction();
  const open = data?.swaps.filter(({ state }) => OPEN.includes(state)) ?? [];
  if (!data || open.length === 0) return null;
  const isMine = (swap: Swap) => swap.offered_by.practitioner_id === me.practitioner_id;
  const mayTake = (swap: Swap) => swap.state === "offered" && !isMine(swap);
  return (
    <Card as="section" tone="accent" aria-labelledby="duty-swaps">
      <Stack gap={3}>
        <h2 id="duty-swaps">{t("swap.title")}</h2>
        <ul className={styles.swaps}>
          {open.map((swap) => (
            <li key={swap.id}>
              <span>
                <SwapWords swap={swap} shifts={data.shift_types} />
              </span>
              {mayTake(swap) && swap.findings.length > 0 ? <FindingList month={data} findings={swap.findings} /> : null}
              {mayTake(swap) ? (
                <Button
                  isDisabled={swap.findings.some(({ is_hard }) => is_hard)}
                  isPending={act.isPending}
                  onPress={() =>
                    act.mutate({ id: swap.id, what: "take" }, { onSuccess: () => announce(t("swap.taken")) })
                  }
                >
                  {t("swap.take")}
                </Button>
              ) : (
                <Button
                  variant="secondary"
                  isPending={act.isPending}
                  onPress={() =>
                    act.mutate({ id: swap.id, what: "withdraw" }, { onSuccess: () => announce(t("swap.withdrawn")) })
                  }
                >
                  {t(isMine(swap) ? "swap.withdraw" : "swap.giveBack")}
                </Button>
              )}
              {swap.state === "taken" ? <span className={styles.quiet}>{t("swap.waits")}</span> : null}
            </li>
          ))}
        </ul>
        {act.isError ? (
          <Notice tone="care" live>
            <p>{errorText(act.error)}</p>
          </Notice>
        ) : null}
      </Stack>
    </Card>
  );
}
