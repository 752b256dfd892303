import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { sleepHere, subscription, wakeHere } from "@/app/push-reader";
import { useMe } from "@/auth/hooks";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import styles from "./alerts.module.css";

const isAble = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Whether this browser wakes its reader when the page is closed. */
export function PushChoice() {
  const { t } = useTranslation("alerts");
  const me = useMe();
  const key = useQuery({
    queryKey: ["push-key"],
    queryFn: async ({ signal }) => (await api.get<{ key: string | null }>("/push/key", undefined, signal)).key,
    enabled: isAble(),
  });
  const here = useQuery({
    queryKey: ["push-here"],
    queryFn: async () => (await subscription()) !== null,
    enabled: isAble() && Boolean(key.data),
  });
  const begin = useMutation({
    mutationFn: async (applicationServerKey: string) => {
      if ((await Notification.requestPermission()) !== "granted") return;
      const registration = await navigator.serviceWorker.ready;
      const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      await wakeHere(made, me.account_id);
    },
    onSettled: () => here.refetch(),
  });
  const end = useMutation({
    mutationFn: async () => {
      const found = await subscription();
      if (found === null) return;
      await api.post("/push/devices/forget", { endpoint: found.endpoint });
      await sleepHere();
    },
    onSettled: () => here.refetch(),
  });
  if (!isAble() || !key.data) return null;
  const serverKey = key.data;
  const failed = begin.error ?? end.error ?? here.error;
  return (
    <Card as="section" aria-labelledby="push-title">
      <Stack gap={3}>
        <h2 id="push-title" className={styles.title}>
          {t("push.title")}
        </h2>
        <p>{t(Notification.permission === "denied" ? "push.denied" : here.data ? "push.on" : "push.off")}</p>
        {failed === null ? null : <p role="alert">{errorText(failed)}</p>}
        {here.data ? (
          <Button variant="secondary" onPress={() => end.mutate()} isPending={end.isPending}>
            {t("push.end")}
          </Button>
        ) : (
          <Button onPress={() => begin.mutate(serverKey)} isPending={begin.isPending}>
            {t("push.begin")}
          </Button>
        )}
      </Stack>
    </Card>
  );
}
