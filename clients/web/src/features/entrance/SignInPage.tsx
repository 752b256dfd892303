export function SignInPage({ expired }: { expired: boolean }) {
  return <p>{String(expired)}</p>;
}
