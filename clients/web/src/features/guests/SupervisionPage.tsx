import { useParams } from "wouter";
import { Inside } from "./GuestPage";

/** A consultation in which a psychiatrist is present, with the client's consent and seen by all. */
export default function SupervisionPage() {
  const { encounterId = "" } = useParams<{ encounterId: string }>();
  return <Inside key={encounterId} encounterId={encounterId} />;
}
