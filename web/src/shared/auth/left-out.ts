/**
 * Stands where the tenant's SDK has its clients for passkeys, anonymous sessions and factors, with the OAuth library they are built on: half of it. This
 * app signs people in on the tenant's own pages and calls none of them. Whoever does finds nothing here, and the call fails.
 */
export class AuthClient {
  readonly mfa = undefined
  readonly anonymous = undefined
  readonly passkey = undefined
}

/** The SDK's worker is a file with an address; this one it would have carried in its text. */
export default function TokenWorker(): never {
  throw new Error('The worker has an address of its own.')
}

/** Nothing throws it, as nothing is called. */
class NotCalled extends Error {}

export {
  NotCalled as MfaChallengeError,
  NotCalled as MfaEnrollmentError,
  NotCalled as MfaListAuthenticatorsError,
  NotCalled as MfaVerifyError,
  NotCalled as PasskeyChallengeError,
  NotCalled as PasskeyGetTokenError,
  NotCalled as PasskeyRegisterError,
}
