import { useState } from "react";
import { announce } from "./announce";

/** Copies a text and says so; `copied` is false when the browser did not let it, and null as long as nobody asked. */
export function useCopy(text: string, done: string): { copied: boolean | null; copy: () => void } {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(done);
    } catch {
      setCopied(false);
    }
  };
  return { copied, copy: () => void copy() };
}
