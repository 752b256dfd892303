import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, requestOpen } from "@/api/client";
import type { OtherTie } from "@/api/types";
import type { components } from "@/generated/api";

type Schemas = components["schemas"];
export type Household = Schemas["HouseholdOut"];
export type Member = Schemas["MemberOut"];
export type JoinedHousehold = Schemas["JoinedHouseholdOut"];
type Preview = Schemas["HouseholdPreview"];
type Invitation = Schemas["HouseholdInvitationOut"];

export const KINDS: readonly OtherTie[] = ["partner", "grandparent", "other"];

/** Under the encounters: the hint that a summary is shown no more, or somebody has joined, asks for it again. */
const KEY = ["encounters", "household"] as const;
/** For when no hint comes. */
const SLOW_MS = 30_000;

export function useHousehold() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<Household>("/household", undefined, signal),
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

export function useHouseholdSteps() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["encounters"] });
  return {
    invite: useMutation({
      mutationFn: (wish: { name: string; kind: OtherTie }) => api.post<Invitation>("/household/invitations", wish),
      onSettled,
    }),
    end: useMutation({ mutationFn: (id: string) => api.delete<void>(`/household/members/${id}`), onSettled }),
    takeBack: useMutation({ mutationFn: () => api.post<void>("/household/take-back"), onSettled }),
    accept: useMutation({
      mutationFn: (token: string) => api.post<void>("/household-invitations/accept", { token }),
      onSettled,
    }),
  };
}

export function useHouseholdPreview(token: string | null) {
  return useQuery({
    queryKey: ["household-invitation", token],
    queryFn: () => requestOpen<Preview>("POST", "/household-invitations/preview", { body: { token } }),
    enabled: token !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
