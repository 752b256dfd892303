import type { components } from "@/generated/api";

type Schemas = components["schemas"];

export type Trends = Schemas["TrendsOut"];
export type ScaleTrend = Schemas["ScaleTrendOut"];
export type TrendScore = Schemas["TrendScoreOut"];
export type Tier = Schemas["TierOut"];
