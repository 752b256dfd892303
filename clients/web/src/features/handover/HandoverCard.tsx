import { useMutation, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Handover, HandoverState } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { errorText } from "@/i18n/error-text";
import type { MediaKind } from "@/realtime/call";
import type { LocalMediaState } from "@/realtime/local-media";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { useCopy } from "@/ui/use-copy";
import { needsRetry, type Verdict, type Way } from "../consultation/readiness";
import { isInApp, thisBrowser } from "../device-check/browser-kind";
import styles from "./HandoverCard.module.css";
import { addressBy, canCall, handOf, offerHere, targetOf } from "./ways";

const LOOK_EVERY_MS = 4000;

interface HandoverCardProps {
  state: LocalMediaState;
  wish: MediaKind;
  verdict: Verdict;
}

/** In a browser within an app, or in one that cannot call: what works here, and the way into another one. */
export function HandoverCard({ state, wish, verdict }: HandoverCardProps) {
  const { t } = useTranslation("handover");
  const { role } = useMe();
  const titleId = useId();
  const browser = thisBrowser();
  const capable = canCall();
  const offer = offerHere(needsRetry(verdict));
  if (offer === null || !(CLIENTS.includes(role) || role === "guest")) return null;
  const works: readonly (readonly [Way, boolean])[] = [
    ["text", true],
    ["voice", capable && state.tracks.audio !== null],
    ...(wish === "video" ? ([["video", capable && state.camera]] as const) : []),
  ];
  return (
    <Card as="section" tone={offer === "main" ? "accent" : "soft"} aria-labelledby={titleId}>
      <Stack gap={3}>
        <h2 id={titleId} className={styles.title}>
          {t(browser === "line" ? "title.line" : isInApp(browser) ? "title.in_app" : "title.other")}
        </h2>
        <ul className={styles.works}>
          {works.map(([way, isGood]) => (
            <li key={way}>
              <Icon name={way} size={20} />
              <span>{t(`way.${way}`)}</span>
              <strong>{t(isGood ? "works" : state.opening && capable ? "trying" : "fails")}</strong>
            </li>
          ))}
        </ul>
        <p>{t(`lead.${offer}`)}</p>
        <HandOn isMain={offer === "main"} />
      </Stack>
    </Card>
  );
}

function HandOn({ isMain }: { isMain: boolean }) {
  const { t } = useTranslation("handover");
  const { email_confirmed, role } = useMe();
  const target = targetOf(navigator.userAgent, navigator.maxTouchPoints > 1);
  const hand = handOf(thisBrowser(), target);
  const path = window.location.pathname;
  const make = useMutation({
    mutationFn: () => api.post<Handover>("/me/handover", { path }),
    onSuccess: (made) => {
      const address = addressBy(hand, window.location.origin + made.path);
      if (address !== null) window.location.assign(address);
    },
  });
  const mail = useMutation({ mutationFn: () => api.post("/me/handover/mail", { path }) });
  const isOut = make.isSuccess || mail.isSuccess;
  const look = useQuery({
    queryKey: keys.handover(`${make.submittedAt} ${mail.submittedAt}`),
    queryFn: ({ signal }) => api.get<HandoverState>("/me/handover", undefined, signal),
    enabled: isOut,
    refetchInterval: LOOK_EVERY_MS,
  });
  if (isOut && look.data?.opened) {
    return (
      <Notice icon="check" title={t("opened.title")} live>
        <p>{t("opened.body")}</p>
      </Notice>
    );
  }
  const failure = make.error ?? mail.error;
  return (
    <Stack gap={3}>
      <Button block variant={isMain ? "primary" : "secondary"} onPress={() => make.mutate()} isPending={make.isPending}>
        {t(hand === "copy" ? `link.${target}` : `open.${target}`)}
      </Button>
      {failure ? (
        <Notice tone="care" live>
          <p>{errorText(failure)}</p>
        </Notice>
      ) : null}
      {make.isSuccess ? <Link link={window.location.origin + make.data.path} hint={t(`paste.${target}`)} /> : null}
      {email_confirmed && CLIENTS.includes(role) ? (
        <Button block variant="quiet" onPress={() => mail.mutate()} isPending={mail.isPending}>
          {t("mail")}
        </Button>
      ) : null}
      {mail.isSuccess ? <p role="status">{t("mailed")}</p> : null}
    </Stack>
  );
}

function Link({ link, hint }: { link: string; hint: string }) {
  const { t } = useTranslation("handover");
  const { copied, copy } = useCopy(link, t("copied"));
  return (
    <>
      <p>{hint}</p>
      <p className={styles.link} data-testid="handover">
        {link}
      </p>
      <Button block variant="secondary" onPress={copy}>
        {t(copied ? "copied" : "copy")}
      </Button>
      {copied === false ? <p role="status">{t("copyByHand")}</p> : null}
      <p>{t("private")}</p>
    </>
  );
}
