import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { FileButtons } from "@/ui/FileButtons";
import type { Content } from "./queries";
import styles from "./reports.module.css";

const FORMS = ["xlsx", "csv", "json"] as const;

interface DownloadsProps {
  path: string;
  content: Content;
  /** Corrected since: the file's name says so. */
  isSuperseded?: boolean;
}

/** Saves a report as a file, or prints the page. */
export function Downloads({ path, content, isSuperseded = false }: DownloadsProps) {
  const { t } = useTranslation("reports");
  const days = [content.first_day, content.last_day].map((day) => day.replaceAll("-", "")).join("-");
  const name = `hagukumi-${content.audience}-${days}${isSuperseded ? "-superseded" : ""}`;
  return (
    <div className={styles.unprinted}>
      <FileButtons
        files={FORMS.map((form) => ({
          label: t(`save.${form}`),
          path: `${path}/report.${form}`,
          name: `${name}.${form}`,
        }))}
      >
        <Button variant="secondary" onPress={() => window.print()}>
          {t("save.print")}
        </Button>
      </FileButtons>
    </div>
  );
}
