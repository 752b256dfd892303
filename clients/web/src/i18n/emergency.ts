import { language } from "./index";

/** Where the emergency page, which runs no script, has the person's language. */
export function emergencyPath(): string {
  return language() === "en" ? "/emergency#english" : "/emergency";
}
