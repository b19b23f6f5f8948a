/**
 * Checks signatures of quotes in a browser, through its WebCrypto. It loads no module.
 */
import type { FitQuote, InstantInput, ProjectionQuote, Quote } from "../index.js";

export type { FitQuote, ProjectionQuote, Quote } from "../index.js";
export { DrawdownError } from "../index.js";

/** A public key, as `drawdown key public` prints it. */
export interface PublicKey {
  /** The id that signatures name. */
  key: string;
  alg: "Ed25519";
  /** 32 bytes in base64url. */
  public: string;
  /** The first instant at which it is valid. */
  from?: string | undefined;
  /** The first instant at which it is no longer valid. */
  until?: string | undefined;
}

/** What a signature says. Whether the numbers are right, `catalog.verify(quote)` says. */
export type SignatureVerdict =
  | {
    verdict: "verified";
    /** The quote without its signatures, for `catalog.verify`. */
    quote: Quote | ProjectionQuote | FitQuote;
  }
  | { verdict: "forged" }
  | { verdict: "unknown_key"; key: string }
  | { verdict: "malformed"; pointer: string; text: string };

/**
 * Checks the Ed25519 signatures of a signed quote. Each must hold, and one must be there; signatures by HMAC are left
 * to the server that has the secret. It rejects where the browser has no Ed25519.
 *
 * @param signedQuote The text as it was sent: an object may have lost the digits of its amounts.
 * @param publicKeys Several may be valid at once.
 * @param options `now` is needed if a key is valid for a time only.
 */
export function verifySignature(
  signedQuote: string,
  publicKeys: PublicKey | readonly PublicKey[] | { readonly keys: readonly PublicKey[] },
  options?: { now?: InstantInput | undefined },
): Promise<SignatureVerdict>;
