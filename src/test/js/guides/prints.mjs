import { format, stripVTControlCharacters } from 'node:util';
import { isShown } from './compare.mjs';

const ARROW = /^(.*?)\s*\/\/ → (.*)$/;
const PATIENCE = 5_000;

/**
 * What a module prints, held against what its page shows: `// → text` behind the line that prints, further ones below it,
 * or an output block that follows.
 */
export class Prints {
  #shown = new Map();
  #printed = new Map();
  #loose = [];
  #file;
  #toPage;

  /**
   * @param file beginning of the module's name, as stack traces have it
   * @param lines its lines
   * @param toPage makes what was printed as the page shows it
   */
  constructor(file, lines, toPage) {
    this.#file = file;
    this.#toPage = toPage;
    let last = 0;
    lines.forEach((text, index) => {
      const arrow = ARROW.exec(text);
      if (text.trim() && (!arrow || arrow[1].trim())) {
        last = index + 1;
      }
      if (arrow) {
        this.#shown.set(last, [...(this.#shown.get(last) ?? []), toPage(arrow[2])]);
      }
    });
  }

  /** Takes the place of `console.log`. */
  print(...values) {
    const line = lineIn(this.#file);
    const text = this.#toPage(stripVTControlCharacters(format(...values)));
    if (this.#shown.has(line)) {
      this.#printed.set(line, [...(this.#printed.get(line) ?? []), text]);
    } else {
      this.#loose.push({ line, text });
    }
  }

  /** Gives what was printed without an arrow, once it is as many lines as that. */
  async takeLoose(lines) {
    const taken = () => this.#loose.map(({ text }) => text).join('\n');
    await until(() => taken().split('\n').length >= lines);
    const text = taken();
    this.#loose = [];
    return text;
  }

  /** Waits for what is still to be printed; gives what is not as shown. */
  async faults() {
    await until(() => [...this.#shown].every(([line, texts]) => (this.#printed.get(line)?.length ?? 0) >= texts.length));
    const faults = this.#loose.map(({ line, text }) => `line ${line}: prints what the page does not show: ${text}`);
    for (const [line, texts] of this.#shown) {
      const printed = this.#printed.get(line) ?? [];
      if (texts.length !== printed.length || !texts.every((text, index) => isShown(text, printed[index]))) {
        faults.push(`line ${line}: shows ${JSON.stringify(texts)}, printed ${JSON.stringify(printed)}`);
      }
    }
    return faults;
  }
}

/** The innermost line of this module in a stack trace, 0 where there is none. */
export function lineIn(file, stack = new Error().stack) {
  const at = stack.split('\n').find((frame) => frame.includes(file));
  return Number(/:(\d+):\d+\)?$/.exec(at ?? '')?.[1] ?? 0);
}

/** Waits until it is so; gives whether it is. */
export async function until(isSo, patience = PATIENCE) {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
