import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { useCopy } from "@/ui/use-copy";
import styles from "./Invitation.module.css";
import { LinkCode } from "./LinkCode";

interface HandOnLinkProps {
  url: string;
  /** Who is invited. */
  name: string;
  /** What goes with the link when it is sent on. */
  message: string;
  /** What it is good for, and for how long. */
  children: ReactNode;
  headingLevel: 2 | 3;
  onDone: () => void;
}

/** The link of an invitation, which is shown this once: to be sent, copied, or scanned from the screen. */
export function HandOnLink({ url, name, message, children, headingLevel, onDone }: HandOnLinkProps) {
  const { t } = useTranslation("invitation");
  const heading = useRef<HTMLHeadingElement>(null);
  const { copied, copy } = useCopy(url, t("copied"));
  // What stands above it has grown by a row: the link stays before the eyes.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "center" });
  }, []);
  // Closed without choosing where to: nothing was handed on, and the link stands there still.
  const share = () => void navigator.share({ text: message, url }).catch(() => undefined);
  const Heading = `h${headingLevel}` as const;
  return (
    <div className={styles.part}>
      <Heading ref={heading} tabIndex={-1}>
        {t("link", { name })}
      </Heading>
      {children}
      <p className={styles.link} data-testid="invitation">
        {url}
      </p>
      {"share" in navigator ? (
        <Button block onPress={share}>
          {t("share")}
        </Button>
      ) : null}
      <Button block variant="secondary" onPress={copy}>
        {t(copied ? "copied" : "copy")}
      </Button>
      {copied === false ? <p role="status">{t("copyByHand")}</p> : null}
      <figure className={styles.scan}>
        <LinkCode url={url} label={t("code", { name })} />
        <figcaption>{t("scan")}</figcaption>
      </figure>
      <Button block variant="quiet" onPress={onDone}>
        {t("done")}
      </Button>
    </div>
  );
}
