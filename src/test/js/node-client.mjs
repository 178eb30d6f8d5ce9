// node node-client.mjs URL TOKEN MEETING_ID
import EventBus from '@vertx/eventbus-bridge-client.js';
import { attend } from './attend.mjs';
import { obey, tell } from './orders.mjs';
import { relay } from './relay.mjs';

const [serverUrl, token, meetingId] = process.argv.slice(2);
const { url, cut } = await relay(serverUrl);
const send = attend(EventBus, { url, token, meetingId: Number(meetingId) }, tell);

await obey({ send, cut });
process.exit(0);
