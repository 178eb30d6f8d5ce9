import readline from 'node:readline';

/** Prints what happens, one JSON object a line. */
export function tell(happened) {
  process.stdout.write(JSON.stringify(happened) + '\n');
}

/**
 * Takes orders, one JSON object a line, until the input ends: {"send": {address, body}} or {"cut": true}.
 */
export async function obey({ send, cut }) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (order.cut) {
      cut();
    } else {
      await send(order.send);
    }
  }
}
