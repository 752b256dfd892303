import "./styles/base.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { queryClient } from "./api/query-client";
import { App } from "./app/App";
import { hasten } from "./app/hasten";
import { followNewVersion } from "./app/new-version";
import { session } from "./auth/session";
import { i18n, startLanguage } from "./i18n";
import { wishFocus } from "./ui/page-focus";

// The router tells of each move by these events, before the next screen is drawn.
for (const move of ["pushState", "replaceState", "popstate"]) window.addEventListener(move, wishFocus);

followNewVersion();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

function show(place: HTMLElement) {
  createRoot(place).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}

// Who is here and in which words are asked at the same time. (No top-level await: it would cut the entry into many files.)
void session.start();
const language = startLanguage();
hasten(language);
void language.then(() => show(root));

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it (a private window) everything works but the kept emergency page.
  const keep = () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  // The built entry can run after the page's load event.
  if (document.readyState === "complete") keep();
  else window.addEventListener("load", keep);
}
