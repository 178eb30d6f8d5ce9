export { connect } from './gavel.js';
export { GavelError } from './gavel-error.js';
export { reduce, stateOfDetail, stateOfSnapshot } from './roster.js';
export { attachJitsi, jitsiOptions } from './jitsi.js';
