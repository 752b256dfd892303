import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import styles from "./alerts.module.css";
import { tasksQuery } from "./queries";
import type { SafetyTask } from "./types";

/** What was promised when alerts were assessed, until it is done. */
export default function SafetyTasks() {
  const { t } = useTranslation("alerts");
  const { data = [] } = useQuery(tasksQuery());
  if (data.length === 0) return null;
  return (
    <Stack gap={2}>
      <h2 className={styles.title}>{t("tasks.title")}</h2>
      {data.map((task) => (
        <TaskCard key={task.id} task={task} />
      ))}
    </Stack>
  );
}

function TaskCard({ task }: { task: SafetyTask }) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  const now = useNow();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [result, setResult] = useState("");
  const [isShown, setShown] = useState(false);
  const finish = useMutation({
    mutationFn: () => api.post(`/safety-tasks/${task.id}/done`, { result }),
    onSuccess: () => {
      announce(t("tasks.finished"));
      setAsking(false);
      void client.invalidateQueries({ queryKey: ["flags"] });
    },
  });
  const isLate = Date.parse(task.due_at) <= now;
  const problem = finish.error === null ? null : errorText(finish.error);
  return (
    <Card tone={isLate ? "accent" : "plain"} className={styles.task}>
      <p>
        <b>{t("board.of", { name: task.person.display_name })}</b>
      </p>
      <p>{task.step ?? t("tasks.sealed")}</p>
      <p className={isLate ? styles.late : undefined}>
        {t(isLate ? "tasks.late" : "tasks.due", { when: format.dateTime(task.due_at) })}
        {task.is_mine ? null : ` ${t("tasks.by", { name: task.assignee })}`}
      </p>
      <Button variant="secondary" onPress={() => setAsking(true)}>
        {t("tasks.finish")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("tasks.finish")}
        confirmLabel={t("tasks.save")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => {
          setShown(true);
          if (result.trim()) finish.mutate();
        }}
        isPending={finish.isPending}
      >
        <TextArea
          label={t("tasks.result")}
          value={result}
          onChange={setResult}
          rows={3}
          maxLength={2000}
          error={problem ?? (isShown && !result.trim() ? t("assess.missing") : null)}
        />
      </ConfirmDialog>
    </Card>
  );
}
