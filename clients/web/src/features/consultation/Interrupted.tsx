import { useTranslation } from "react-i18next";
import { i18n } from "@/i18n";
import { knownTextOf } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Frame } from "./Frame";

interface InterruptedProps {
  /** The server's code, "elsewhere" for the same person on another device, or null when the page was closed. */
  code: string | null;
  onReturn?: () => void;
}

/** The consultation does not go on in this page; why, and the way on. */
export function Interrupted({ code, onReturn }: InterruptedProps) {
  const { t } = useTranslation("consultation");
  const kind = kindOf(code);
  return (
    <Frame>
      <Page title={t(`interrupted.${kind}.title`)} documentTitle={t("title")} lead={bodyOf(kind, code)}>
        <Actions>
          {kind === "elsewhere" && onReturn ? (
            <Button block onPress={onReturn}>
              {t("interrupted.elsewhere.action")}
            </Button>
          ) : (
            <Button block onPress={() => window.location.reload()}>
              {t("common:reload")}
            </Button>
          )}
          <ButtonLink href="/" variant="secondary" block>
            {t("interrupted.home")}
          </ButtonLink>
        </Actions>
      </Page>
    </Frame>
  );
}

type Kind = "elsewhere" | "version" | "session" | "other";

function kindOf(code: string | null): Kind {
  if (code === "elsewhere") return "elsewhere";
  if (code === "protocol.unsupported") return "version";
  return code === null || code.startsWith("auth.") || code.startsWith("client.") ? "session" : "other";
}

function bodyOf(kind: Kind, code: string | null): string {
  const known = kind === "other" ? knownTextOf(code) : null;
  return known ?? i18n.t(`consultation:interrupted.${kind}.body`);
}

/** Hung up by oneself: the consultation goes on, and one touch leads back. */
export function Left({ onReturn, onText }: { onReturn: () => void; onText: () => void }) {
  const { t } = useTranslation("consultation");
  return (
    <Frame>
      <Page title={t("left.title")} documentTitle={t("title")} lead={t("left.body")}>
        <Actions>
          <Button block onPress={onReturn}>
            {t("left.return")}
          </Button>
          <Button block variant="secondary" onPress={onText}>
            {t("left.text")}
          </Button>
          <ButtonLink href="/" variant="quiet" block>
            {t("left.home")}
          </ButtonLink>
        </Actions>
      </Page>
    </Frame>
  );
}
