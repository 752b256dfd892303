// The shapes of the HTTP API under the names that screens use; what they hold is generated from the server's OpenAPI
// document. Datetimes are UTC ("2026-11-23T01:00:00Z"), ids UUID strings.
import type { components } from "@/generated/api";

type Schemas = components["schemas"];

export type Language = NonNullable<Schemas["MeOut"]["locale"]>;
export type Bilingual = Schemas["LocalText"];
export type Role = Schemas["Role"];
export type Modality = Schemas["Modality"];
export type ConsentKind = Schemas["ConsentKind"];
export type OtherTie = Schemas["OtherTie"];

export type Me = Schemas["MeOut"];
/** A field left out stays as it is. */
export type MePatch = Partial<Omit<Schemas["MeChange"], "children">> & { children?: Child[] };
export type SignedIn = Schemas["SignedIn"];
export type Registration = Schemas["RegistrationIn"];
/** A child as it is entered; with its id when it is known already. */
export type Child = Omit<Schemas["ChildChange"], "id"> & { id?: string };
export type ConsentText = Schemas["ConsentTextOut"];
export type City = Schemas["CityOut"];

export type Service = Schemas["ServiceOut"];
export type ServiceRow = Schemas["ServiceRow"];
export type ServiceRows = Schemas["ServiceRows"];
export type PractitionerSummary = Schemas["PractitionerOut"];
export type Slot = Schemas["SlotOut"];
export type SlotSearch = Schemas["SlotsOut"];
export type Appointment = Schemas["AppointmentOut"];
export type UnreadList = Schemas["UnreadList"];
export type BookingRequest = Schemas["AppointmentIn"];
export type Hold = Schemas["HoldOut"];
export type HoldRequest = Schemas["HoldIn"];
export type NewTimeRequest = Schemas["NewTimeIn"];
export type Waits = Schemas["WaitsOut"];
export type Wait = Schemas["WaitOut"];
export type WaitRequest = Schemas["WaitIn"];
export type FollowUp = Schemas["FollowUpOut"];
export type FollowUps = Schemas["FollowUpsOut"];
export type FollowUpRequest = Schemas["FollowUpIn"];
export type OfferedFollowUp = Schemas["LatestOut"];

/** A questionnaire's words stand in `texts`: a question's under its link id, an answer's under its code. */
export type Questionnaire = Schemas["QuestionnaireOut"];
export type QuestionnaireItem = Schemas["ItemOut"];
export type QuestionnaireTask = Schemas["TaskOut"];
export type QuestionnaireResponse = Schemas["ResponseOut"];
export type CrisisLines = Schemas["CrisisLines"];
export type LineChanges = Schemas["LineChanges"];

export type Notice = Schemas["NoticeOut"];
export type Notices = Schemas["NoticesOut"];

export type RecordAccess = Schemas["AccessOut"];
export type RecordAccessList = Schemas["AccessListOut"];

export type Handover = Schemas["HandoverOut"];
export type HandoverState = Schemas["HandoverState"];
export type LinkOwner = Schemas["LinkOwner"];
export type Opened = Schemas["OpenedOut"];

export type DeviceCheck = Schemas["DeviceCheckOut"];
export type DeviceCheckInput = Schemas["DeviceCheckIn"];
export type DeviceCheckLook = Schemas["LookOut"];
export type FailedCheck = Schemas["FailedOut"];

export type AbsenceInput = Schemas["AbsenceIn"];
export type OpenAbsence = Schemas["OpenAbsence"];
export type OpenAbsences = Schemas["OpenAbsencesOut"];
export type TouchedAppointment = Schemas["TouchedOut"];
export type RepairPlan = Schemas["PlanOut"];
export type Alternatives = Schemas["AlternativesOut"];
export type Displaced = Schemas["DisplacedOut"];
export type Today = Schemas["TodayOut"];
export type PractitionerRow = Schemas["PractitionerRow"];
export type Absence = Schemas["AbsenceOut"];

export type PractitionerWeek = Schemas["WeekRow"];
export type Schedule = Schemas["ScheduleModel-Output"];
export type ScheduleInput = Schemas["ScheduleModel-Input"];
export type ScheduleBlock = Schemas["ScheduleBlockModel-Output"];
export type Closings = Schemas["ClosingsModel"];
export type ClosingsInput = Schemas["ClosingsModel"];
export type PublicHoliday = Schemas["PublicHoliday"];

export type Account = Schemas["AccountOut"];
export type NewAccount = Pick<Schemas["AccountIn"], "email" | "password" | "display_name" | "role" | "specialties">;
export type Supervised = Schemas["SupervisedOut"];
export type SupervisedList = Schemas["SupervisedList"];
export type DeadJob = Schemas["DeadJob"];
export type KeptMail = Schemas["KeptMailOut"];

export type ReminderLead = Schemas["Lead"];
export type ReminderChoice = Schemas["ChoiceOut"];
export type CalendarFeed = Schemas["FeedOut"];
export type NewCalendarFeed = Schemas["NewFeedOut"];
