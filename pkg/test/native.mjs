// An answer of the package as the native one writes it.

/** Text of a number without an exponent, as decimals are written. */
export function plain(number) {
  const [digits, exponent] = String(number).split("e");
  if (exponent === undefined) return digits;
  const [, sign, whole, rest = ""] = /^(-?)(\d)(?:\.(\d+))?$/.exec(digits);
  const zeros = "0".repeat(Math.abs(exponent) - 1);
  return exponent < 0 ? `${sign}0.${zeros}${whole}${rest}` : `${sign}${(whole + rest).padEnd(1 + Number(exponent), "0")}`;
}

/** What was found, with each number as the decimal text that stands in its place natively. */
export function asNative(found, native) {
  if (typeof found === "number" && typeof native === "string") return plain(found);
  if (Array.isArray(found)) return found.map((item, i) => asNative(item, native?.[i]));
  if (found === null || typeof found !== "object") return found;
  return Object.fromEntries(
    Object.entries(found).map(([key, value]) => [key, asNative(value, native?.[key])]),
  );
}
