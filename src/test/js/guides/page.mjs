import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { blocksOf } from './blocks.mjs';
import { isJsonShown, isShown } from './compare.mjs';
import { Prints, lineIn } from './prints.mjs';
import { findBrowser, findProgram } from './programs.mjs';
import { Shell } from './shell.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.resolve(HERE, '../../../..');
const INSTALLED = path.resolve(HERE, '../node_modules');
/** What serves the reader's pages. */
const SERVER = 'python3';
const SCRIPTS = ['js', 'jsx', 'tsx'];

/** One page on its way through its blocks. */
export class Page {
  #faults = [];
  #next = 0;
  #output = null;
  #scripts;
  #prints;
  #shell;
  #windows;

  /**
   * @param {string} text the page
   * @param {string[]} kinds which blocks to run; all where it is empty
   * @param {string} folder an empty one
   * @param own what is of this run alone: see run-page.mjs
   */
  constructor(text, kinds, folder, own) {
    this.own = own;
    this.folder = folder;
    this.app = path.join(folder, 'app');
    this.name = path.join(this.app, 'guide.');
    this.file = this.name + 'mjs';
    this.blocks = blocksOf(text).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
    this.blocks.forEach((block) => (block.text = own.toRun(block.text)));
    this.#scripts = this.blocks.filter(({ kind }) => SCRIPTS.includes(kind));
  }

  has(text) {
    return this.blocks.some((block) => block.text.includes(text));
  }

  /** Runs all blocks; `report` tells how it went. */
  async run() {
    const lines = this.#module();
    this.#prints = new Prints(this.name, lines, this.own.toPage);
    console.log = (...values) => this.#prints.print(...values);
    globalThis.__at = (index) => this.#runUpTo(index);
    process.on('uncaughtException', (error) => this.#fail(error));
    try {
      await this.#prepare();
      await writeFile(this.file, await this.#compiled(lines.join('\n')));
      await this.#runUpTo(this.blocks.indexOf(this.#scripts[0] ?? null));
      await import(pathToFileURL(this.file));
      await this.#runUpTo(this.blocks.length);
      this.#faults.push(...(await this.#prints.faults()), ...(this.#windows?.faults ?? []), ...(await this.#notSent()));
    } catch (error) {
      this.#fail(error);
    }
  }

  report() {
    const blocks = this.blocks.map(({ kind, line, skipped }) => ({ kind, line, skipped }));
    return { blocks, faults: this.#faults.map(this.own.toPage) };
  }

  async close() {
    this.#shell?.close();
    await this.#windows?.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #fail(error) {
    const block = this.blocks[Math.min(this.#next, this.blocks.length) - 1];
    const inScript = SCRIPTS.includes(block?.kind) ? lineIn(this.name, error.stack ?? '') : 0;
    const line = inScript || block?.line || 1;
    this.#faults.push(`line ${line}: ${error.stack ?? error}`);
  }

  /** All scripts of the page as one module, each line where the page has it, so that stack traces point into the page. */
  #module() {
    const last = this.#scripts.at(-1);
    const lines = Array(last ? last.line + last.text.split('\n').length : 0).fill('');
    for (const block of this.#scripts) {
      lines[block.line - 1] = `await __at(${this.blocks.indexOf(block) + 1});`;
      block.text.split('\n').forEach((text, index) => (lines[block.line + index] = text));
    }
    return lines;
  }

  async #compiled(source) {
    if (this.#scripts.every(({ kind }) => kind === 'js')) {
      return source;
    }
    const { default: typescript } = await import('typescript');
    const compilerOptions = {
      jsx: typescript.JsxEmit.ReactJSX,
      target: typescript.ScriptTarget.ESNext,
      module: typescript.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    };
    process.setSourceMapsEnabled(true);
    register('./bundled.mjs', import.meta.url);
    return typescript.transpileModule(source, { compilerOptions, fileName: 'guide.tsx' }).outputText;
  }

  async #prepare() {
    await mkdir(this.app);
    await symlink(REPOSITORY, path.join(this.folder, 'gavel'));
    if (!this.#installsClient()) {
      await cp(path.join(REPOSITORY, 'src/main/web'), path.join(this.app, 'node_modules/gavel-client'), { recursive: true });
      await symlink(path.join(INSTALLED, 'ws'), path.join(this.app, 'node_modules/ws'));
    }
    if (this.has("'socket.io-client'")) {
      await this.#standInForSocketIo();
    }
    if (this.has('JitsiMeetExternalAPI') || this.has('@jitsi/react-sdk')) {
      const { becomePage } = await import('./dom.mjs');
      await becomePage('<div id="root"></div><div id="meet"></div>');
    }
  }

  /** Whether the page tells how to get the client before it uses it; else the reader has it from another page. */
  #installsClient() {
    const beforeScripts = this.blocks.slice(0, this.blocks.indexOf(this.#scripts[0] ?? null));
    return beforeScripts.some(({ text }) => text.includes('npm pack'));
  }

  async #standInForSocketIo() {
    const { FramesWebSocket } = await import('./frames.mjs');
    globalThis.WebSocket = FramesWebSocket;
    const there = path.join(this.app, 'node_modules/socket.io-client');
    await mkdir(there, { recursive: true });
    await writeFile(path.join(there, 'package.json'), '{"type":"module","main":"index.js"}');
    await writeFile(path.join(there, 'index.js'), `export * from '${new URL('./socket-io.mjs', import.meta.url)}';\n`);
  }

  async #notSent() {
    if (!this.has("'socket.io-client'")) {
      return [];
    }
    const { notSent } = await import('./socket-io.mjs');
    return notSent().map((emit) => `emitted with Socket.IO, and not sent to Gavel like this: ${JSON.stringify(emit)}`);
  }

  /** Runs the blocks before the `end`th that are no scripts; scripts run themselves. */
  async #runUpTo(end) {
    while (this.#next < end) {
      const block = this.blocks[this.#next++];
      if (!SCRIPTS.includes(block.kind)) {
        await this.#runOne(block);
      } else {
        this.#output = null;
      }
    }
  }

  async #runOne(block) {
    const run = KINDS[block.kind];
    if (!run) {
      throw new Error(`blocks of the kind "${block.kind}" cannot be run`);
    }
    await run.call(this, block);
  }

  async bash(block) {
    let { text } = block;
    if (text.includes(SERVER) && !findProgram(SERVER)) {
      block.skipped = `${SERVER} is not installed`;
      text = text.replaceAll(new RegExp(`^${SERVER} .*$`, 'gm'), '');
    }
    this.#shell ??= await Shell.open(this.folder, { GAVEL_URL: process.env.GAVEL_URL });
    this.#output = this.own.toPage(await this.#shell.run(text));
  }

  async html({ file, text }) {
    await writeFile(path.join(this.app, file), text);
  }

  async browser(block) {
    if (!findBrowser() || this.blocks.some(({ skipped }) => skipped)) {
      block.skipped = findBrowser() ? 'nothing serves the page' : 'no browser is installed';
      return;
    }
    if (!this.#windows) {
      const { Windows } = await import('./windows.mjs');
      this.#windows = new Windows(this.own);
    }
    await this.#windows.follow(block.text);
  }

  async output({ kind, text }) {
    const isAsShown = kind === 'json' ? isJsonShown : isShown;
    const expected = this.own.toPage(text);
    const actual = this.#output ?? (await this.#prints.takeLoose(text.split('\n').length));
    if (!isAsShown(expected, actual)) {
      throw new Error(`shows\n${expected}\nbut the block before gave\n${actual}`);
    }
  }
}

const { bash, html, browser, output } = Page.prototype;
const KINDS = { bash, html, browser, json: output, text: output };
