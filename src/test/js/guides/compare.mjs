const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pattern = (expected) => expected.split('…').map(escaped).join('[\\s\\S]*?');
const spaced = (text) => text.trim().replace(/\s+/g, ' ');

/** Whether a text is as the page shows it; `…` stands for anything, and white space is white space. */
export function isShown(expected, actual) {
  return new RegExp(`^${pattern(spaced(expected))}$`).test(spaced(actual));
}

/** Whether a text has somewhere what the page shows. */
export function contains(expected, actual) {
  return new RegExp(pattern(spaced(expected))).test(spaced(actual));
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Whether JSON is as the page shows it: ids and times may differ; `…` inside a text stands for anything, and as the last
 * thing of an object or an array for more of it.
 */
export function isJsonShown(expected, actual) {
  const whole = expected
    .replace(/([,{]\s*)…(\s*\})/g, '$1"…":"…"$2')
    .replace(/([,[]\s*)…(\s*\])/g, '$1"…"$2');
  return isSame(JSON.parse(whole), JSON.parse(actual), '');
}

function isSame(expected, actual, name) {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && isSameList(expected, actual, name);
  }
  if (expected && typeof expected === 'object') {
    return Boolean(actual) && typeof actual === 'object' && isSameObject(expected, actual);
  }
  if (typeof expected === 'string' && typeof actual === 'string') {
    return isShown(expected, actual) || (TIME.test(expected) && TIME.test(actual));
  }
  const isId = /(^id|Id)$/.test(name) && Number.isInteger(expected) && Number.isInteger(actual);
  return isId || expected === actual;
}

function isSameList(expected, actual, name) {
  const shown = expected.at(-1) === '…' ? expected.slice(0, -1) : expected;
  const isWhole = shown.length === expected.length ? actual.length === shown.length : actual.length >= shown.length;
  return isWhole && shown.every((value, index) => isSame(value, actual[index], name));
}

function isSameObject(expected, actual) {
  const { '…': more, ...shown } = expected;
  const names = Object.keys(shown);
  return (
    names.every((name) => name in actual && isSame(shown[name], actual[name], name)) &&
    (more !== undefined || Object.keys(actual).length === names.length)
  );
}
