import { session } from "@/auth/session";
import { unsentHere } from "./known";
import { UnsentQueue } from "./queue";

interface Here {
  readonly accountId: string;
  readonly queue: Promise<UnsentQueue>;
}

let here: Here | null = null;

/** The one queue of this page for the account; that of another account is closed first. */
export function queueOf(accountId: string): Promise<UnsentQueue> {
  if (here?.accountId !== accountId) {
    closeQueue();
    const queue = UnsentQueue.open(accountId);
    const mine = { accountId, queue };
    here = mine;
    void queue.then((opened) => {
      const tell = () => {
        if (here === mine) unsentHere.set(opened.state.get());
      };
      opened.state.subscribe(tell);
      tell();
    });
  }
  return (here as Here).queue;
}

function closeQueue(): void {
  const former = here;
  here = null;
  unsentHere.set({ messages: [], drafts: [], isKept: true });
  void former?.queue.then((queue) => queue.close());
}

// What was theirs is deleted by app/forget-unsent; here it leaves the memory, and nothing is written any more.
session.onWipe((why) => {
  if (why !== "expired") closeQueue();
});
