import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Role } from "@/api/types";

/** A text block of a profession: about nobody. */
export interface Template {
  id: string;
  role: Role;
  title: string;
  body: string;
  version: number;
  changed_at: string;
}

export const templatesKey = ["note-templates"] as const;

export function useTemplates() {
  return useQuery({
    queryKey: templatesKey,
    queryFn: async ({ signal }) =>
      (await api.get<{ templates: Template[] }>("/note-templates", undefined, signal)).templates,
  });
}
