import { useRoute } from "wouter";
import { lazyPage } from "./lazy-page";
import { Shell } from "./Shell";

const ConfirmAddressPage = lazyPage(() => import("@/features/address/ConfirmAddressPage"), "address");
const OpenPage = lazyPage(() => import("@/features/handover/OpenPage"), "handover");
const InvitedPage = lazyPage(() => import("@/features/household/InvitedPage"), "household");
const NewPasswordPage = lazyPage(() => import("@/features/password/NewPasswordPage"), "password");

type MailedLink = "confirm" | "password" | "open" | "invited";

/** Whether the address is one of those that are sent by mail: they open whoever is signed in here. */
export function useMailedLink(): MailedLink | null {
  const [confirms] = useRoute("/confirm-address");
  const [resets] = useRoute("/new-password");
  const [opens] = useRoute("/open");
  const [invited] = useRoute("/invited");
  return confirms ? "confirm" : resets ? "password" : opens ? "open" : invited ? "invited" : null;
}

const PAGES = { confirm: ConfirmAddressPage, password: NewPasswordPage, open: OpenPage, invited: InvitedPage };

export function MailedLinks({ link }: { link: MailedLink }) {
  const Opened = PAGES[link];
  return (
    <Shell showLanguage>
      <Opened />
    </Shell>
  );
}
