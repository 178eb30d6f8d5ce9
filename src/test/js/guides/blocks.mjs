const FENCE = /^```(.*)$/;
/** Would be fences to a reader, and be missed here. */
const OTHER_FENCE = /^(\s+```|\s*~~~)/;

/**
 * The fenced blocks of a page.
 *
 * @param {string} markdown
 * @returns {{kind: string, file: string | undefined, text: string, line: number}[]} `line` is that of the opening fence,
 *   counted from 1; `file` is what stands behind the kind: ```html meeting.html
 */
export function blocksOf(markdown) {
  const blocks = [];
  let open = null;
  markdown.split('\n').forEach((text, index) => {
    const fence = FENCE.exec(text);
    if (OTHER_FENCE.test(text) && !open) {
      throw new Error(`line ${index + 1}: write fences as \`\`\` at the beginning of a line`);
    } else if (open && fence?.[1] === '') {
      blocks.push({ ...open, text: open.lines.join('\n') });
      open = null;
    } else if (open) {
      open.lines.push(text);
    } else if (fence) {
      const [kind, file] = fence[1].trim().split(/\s+/);
      open = { kind, file, line: index + 1, lines: [] };
    }
  });
  if (open) {
    throw new Error(`line ${open.line}: this block is not closed`);
  }
  return blocks;
}
