import { useEffect } from "react";
import { Route, Switch } from "wouter";
import { WelcomePage } from "@/features/entrance/WelcomePage";
import { firstUse } from "./first-use";
import { lazyPage } from "./lazy-page";
import { Shell } from "./Shell";

const SignInPage = lazyPage(() => import("@/features/entrance/SignInPage"));
const ForgotPage = lazyPage(() => import("@/features/password/ForgotPage"), "password");
const WayBackPage = lazyPage(() => import("@/features/handover/WayBackPage"), "handover");
const RegisterPage = lazyPage(() => import("@/features/register/RegisterPage"), "register");

/** What one sees before signing in. Any other address asks to sign in and then goes on there. */
export function EntranceRoutes({ expired }: { expired: boolean }) {
  // Most who come to the entrance sign in: the form comes as soon as the first view stands.
  useEffect(() => {
    void firstUse()
      .then(SignInPage.preload)
      .catch(() => undefined);
  }, []);
  return (
    <Shell showLanguage>
      <Switch>
        <Route path="/">{expired ? <SignInPage expired /> : <WelcomePage />}</Route>
        <Route path="/register">
          <RegisterPage />
        </Route>
        <Route path="/forgot-password">
          <ForgotPage />
        </Route>
        <Route path="/way-back">
          <WayBackPage />
        </Route>
        <Route>
          <SignInPage expired={expired} />
        </Route>
      </Switch>
    </Shell>
  );
}
