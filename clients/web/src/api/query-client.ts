import { QueryClient } from "@tanstack/react-query";
import { asApiError } from "./errors";

const RETRIES = 2;

/** One cache for the page; cleared when somebody signs out, so that nothing of theirs stays. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (count, error) => count < RETRIES && asApiError(error).retryable,
      // The screens say "offline" themselves, and a device that thinks it is offline may still reach the server.
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
