/** Whether two values say something else; hosts make requests and settings anew at each render. */
export function differ(now: unknown, before: unknown): boolean {
  return now !== before && JSON.stringify(now) !== JSON.stringify(before);
}
