import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import type { Me, MePatch } from "@/api/types";
import { session } from "@/auth/session";
import { announce } from "@/ui/announce";

/** Saves a part of the profile, shows it everywhere and goes back to the overview. */
export function useChangeMe() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (patch: MePatch) => api.patch<Me>("/me", patch),
    onSuccess: (me) => {
      session.update(me);
      announce(t("saved"));
      navigate("/family");
    },
  });
}
