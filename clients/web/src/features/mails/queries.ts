import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { KeptMail } from "@/api/types";

/** The mails that were kept; refused where mails are sent, and in production. */
export const keptMailsQuery = () =>
  queryOptions({
    queryKey: keys.keptMails,
    queryFn: async ({ signal }) => (await api.get<{ mails: KeptMail[] }>("/kept-mails", {}, signal)).mails,
    refetchInterval: 10_000,
  });
