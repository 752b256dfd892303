import { useParams } from "wouter";
import { NotFound } from "@/app/NotFound";
import { ConsentsPart } from "./ConsentsPart";
import { ContactPart } from "./ContactPart";
import { Overview } from "./Overview";
import { ProfilePart } from "./ProfilePart";

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
    default:
      return <NotFound />;
  }
}
