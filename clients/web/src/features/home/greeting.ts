/** Which greeting fits an hour (0 to 23) of the service's zone. */
export function greetingAt(hour: number): "morning" | "day" | "night" {
  if (hour >= 5 && hour < 11) return "morning";
  return hour >= 11 && hour < 18 ? "day" : "night";
}
