import { useRoute } from "wouter";
import { lazyPage } from "./lazy-page";
import { Shell } from "./Shell";

const ConfirmAddressPage = lazyPage(() => import("@/features/address/ConfirmAddressPage"), "address");
const NewPasswordPage = lazyPage(() => import("@/features/password/NewPasswordPage"), "password");

/** Whether the address is one of those that are sent by mail: they open whoever is signed in here. */
export function useMailedLink(): "confirm" | "password" | null {
  const [confirms] = useRoute("/confirm-address");
  const [resets] = useRoute("/new-password");
  return confirms ? "confirm" : resets ? "password" : null;
}

export function MailedLinks({ link }: { link: "confirm" | "password" }) {
  return <Shell showLanguage>{link === "confirm" ? <ConfirmAddressPage /> : <NewPasswordPage />}</Shell>;
}
