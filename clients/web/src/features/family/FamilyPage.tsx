import { useParams } from "wouter";
import { lazyPage } from "@/app/lazy-page";
import { NotFound } from "@/app/NotFound";
import { ConsentsPart } from "./ConsentsPart";
import { ContactPart } from "./ContactPart";
import { Overview } from "./Overview";
import { ProfilePart } from "./ProfilePart";

const HouseholdPage = lazyPage(
  () => import("@/features/household/HouseholdPage"),
  "household",
  "invitation",
  "summary",
);
const InvitedPage = lazyPage(() => import("@/features/household/InvitedPage"), "household");

/** "My family": what somebody told about themselves, one subject a screen. */
export default function FamilyPage() {
  const { part } = useParams<{ part?: string }>();
  switch (part) {
    case undefined:
      return <Overview />;
    case "profile":
      return <ProfilePart />;
    case "contact":
      return <ContactPart />;
    case "consents":
      return <ConsentsPart />;
    case "household":
      return <HouseholdPage />;
    case "invited":
      return <InvitedPage />;
    default:
      return <NotFound />;
  }
}
