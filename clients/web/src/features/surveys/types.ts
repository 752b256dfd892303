import type { components } from "@/generated/api";

type Schemas = components["schemas"];

export type Survey = Schemas["SurveyOut"];
export type SurveyRow = Schemas["SurveyRow"];
export type Surveys = Schemas["SurveysOut"];
export type SurveyForm = Required<Schemas["SurveyForm"]>;
export type Question = Schemas["Question"];
export type QuestionKind = Schemas["QuestionKind"];
export type Words = Schemas["QuestionWords"];
export type Asking = Schemas["Asking"];
export type Results = Schemas["ResultsOut"];
export type QuestionResult = Schemas["QuestionResult"];
