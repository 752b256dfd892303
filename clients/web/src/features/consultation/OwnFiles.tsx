import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import type { Files } from "@/realtime/files";
import { Button } from "@/ui/Button";
import { Preview } from "./AttachFiles";
import styles from "./Chat.module.css";
import own from "./OwnFiles.module.css";
import { useStore } from "./use-store";

/** Refusals that another attempt with the same file may pass. */
const AGAIN = new Set(["request.incomplete", "request.too_many", "attachments.busy"]);

/** The files that are on their way, with what hinders them. */
export function OwnFiles({ files }: { files: Files }) {
  const { t } = useTranslation("consultation");
  return useStore(files.state).map(({ client_id, file, state, progress, code }) => (
    <article key={client_id} className={styles.message} data-own data-state={state}>
      <Preview file={file} />
      {state === "uploading" || state === "processing" ? (
        <progress
          className={own.progress}
          value={state === "processing" ? undefined : progress}
          aria-label={t("file.progress")}
        />
      ) : null}
      <span className={styles.meta} aria-live="off">
        {t(`file.${state}`, { percent: Math.floor(progress * 100) })}
      </span>
      <span className={styles.failed}>
        {code === null ? null : <span role="alert">{reasonOf(code)}</span>}
        {code !== null && (AGAIN.has(code) || code.startsWith("server.")) ? (
          <Button variant="secondary" onPress={() => files.retry(client_id)}>
            {t("chat.retry")}
          </Button>
        ) : null}
        {state === "processing" ? null : (
          <Button variant="quiet" onPress={() => files.cancel(client_id)}>
            {t(state === "failed" ? "file.remove" : "file.stop")}
          </Button>
        )}
      </span>
    </article>
  ));
}

function reasonOf(code: string): string {
  const most = code === "attachments.too_large" ? 15 : code === "attachments.too_many_pages" ? 50 : 60;
  return errorText(new ApiError(code, 0, code, { most }));
}
