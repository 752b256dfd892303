import { expect, test } from "vitest";
import { keepAwake } from "./screen-awake";

class FakePage extends EventTarget {
  visibilityState = "visible";

  becomes(state: "visible" | "hidden"): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** A screen that counts the locks it is under. */
class Screen {
  locks = 0;
  asked = 0;
  refuses = false;
  readonly wakeLock = {
    request: async () => {
      this.asked += 1;
      if (this.refuses) throw new DOMException("low battery", "NotAllowedError");
      this.locks += 1;
      const release = async () => {
        this.locks -= 1;
      };
      return { release };
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const awake = (screen: object, page: FakePage) => keepAwake(screen, page as never as Document);

test("the screen stays on until the end, and a return to the page asks again", async () => {
  const [screen, page] = [new Screen(), new FakePage()];
  const sleep = awake(screen, page);
  await settle();
  page.becomes("hidden");
  page.becomes("visible");
  await settle();
  expect(screen).toMatchObject({ asked: 2, locks: 1 });
  sleep();
  await settle();
  page.becomes("visible");
  await settle();
  expect(screen).toMatchObject({ asked: 2, locks: 0 });
});

test("a lock that comes after the end is let go at once", async () => {
  const [screen, page] = [new Screen(), new FakePage()];
  awake(screen, page)();
  await settle();
  expect(screen).toMatchObject({ asked: 1, locks: 0 });
});

test("where it is refused or unknown, nothing breaks", async () => {
  const screen = new Screen();
  screen.refuses = true;
  for (const waker of [screen, {}]) {
    const sleep = awake(waker, new FakePage());
    await settle();
    sleep();
  }
});
