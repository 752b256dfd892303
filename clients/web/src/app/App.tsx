import "./forget-language";
import "./forget-unsent";
import "./push-reader";
import { Suspense, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { useTranslation } from "react-i18next";
import { useRoute } from "wouter";
import { useSession } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { followProfile } from "@/i18n";
import { LiveRegions } from "@/ui/LiveRegions";
import { Loading } from "@/ui/States";
import { Boundary } from "./Boundary";
import { ClientRoutes } from "./ClientRoutes";
import { EntranceRoutes } from "./EntranceRoutes";
import { GuestRoutes, JoinRoute } from "./GuestRoutes";
import { MailedLinks, useMailedLink } from "./MailedLinks";
import { NewVersion } from "./NewVersion";
import { Splash } from "./Splash";
import { StaffRoutes } from "./staff";
import { Unreachable } from "./Unreachable";

function Content() {
  const state = useSession();
  const link = useMailedLink();
  const [joins] = useRoute("/join");
  const [wasGuest, setWasGuest] = useState(false);
  const isGuest = state.status === "signed_in" ? state.me.role === "guest" : null;
  useEffect(() => {
    if (isGuest !== null) setWasGuest(isGuest);
  }, [isGuest]);
  const locale = state.status === "signed_in" ? state.me.locale : null;
  useEffect(() => {
    if (locale) void followProfile(locale);
  }, [locale]);

  if (joins && state.status !== "starting") return <JoinRoute />;
  if (link && state.status !== "starting") return <MailedLinks link={link} />;
  switch (state.status) {
    case "starting":
      return <Splash />;
    case "unreachable":
      return <Unreachable error={state.error} />;
    case "signed_out":
      return wasGuest ? <GuestRoutes isOver /> : <EntranceRoutes expired={state.expired} />;
    case "signed_in":
      if (state.me.role === "guest") return <GuestRoutes />;
      return CLIENTS.includes(state.me.role) ? <ClientRoutes /> : <StaffRoutes />;
  }
}

export function App() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language === "en" ? "en-US" : "ja-JP"}>
      <LiveRegions />
      <NewVersion />
      <Boundary>
        <Suspense fallback={<Loading />}>
          <Content />
        </Suspense>
      </Boundary>
    </I18nProvider>
  );
}
