import { lazyPage } from "./lazy-page";

/** The staff's side is a part of its own: a parent's phone never fetches it. */
export const StaffRoutes = lazyPage(() => import("./StaffRoutes"), "staff-errors", "more-errors");
