import { errorText } from "@/i18n/error-text";
import { Button } from "./Button";
import { Notice } from "./Notice";

interface MoreProps {
  /** What useInfiniteQuery gives. */
  of: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
  label: string;
}

/** The way to what comes after the rows on the screen; nothing when there is no more. */
export function More({ of, label }: MoreProps) {
  if (!of.hasNextPage) return null;
  return (
    <>
      {of.isFetchNextPageError && !of.isFetchingNextPage ? (
        <Notice tone="care" live>
          <p>{errorText(of.error)}</p>
        </Notice>
      ) : null}
      <Button variant="secondary" onPress={() => void of.fetchNextPage()} isPending={of.isFetchingNextPage}>
        {label}
      </Button>
    </>
  );
}
