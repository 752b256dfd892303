import { CallTable } from "./CallTable";
import { PartPage } from "./PartPage";

/** How the calls went, for who looks after relays and lines. */
export default function CallsPage() {
  return <PartPage name="calls">{(period) => <CallTable period={period} />}</PartPage>;
}
