/** Binds Jitsi's IFrame API to a meeting's stream. @returns {() => void} */
export function attachJitsi() {
  throw new Error('not here yet');
}

/** @returns {Promise<never>} */
export async function jitsiOptions() {
  throw new Error('not here yet');
}
