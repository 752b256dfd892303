import type { components } from "@/generated/api";

type Schemas = components["schemas"];

/** A file of everything that is one's own. */
export type DataExport = Schemas["ExportOut"];
/** What stands in it. */
export type PersonExport = Schemas["PersonExport"];
export type ExportedText = Schemas["ExportText"];
/** How one's request for erasure stands. */
export type Erasure = Schemas["ErasureOut"];
/** How long each kind is kept. */
export type Retention = Schemas["RetentionOut"];
export type RecordKind = Schemas["RecordKind"];
export type LegalHold = Schemas["LegalHoldOut"];
export type DeletionRun = Schemas["DeletionRunOut"];
