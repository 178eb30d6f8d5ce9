import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idOf, tokenOf, url } from './live.mjs';
import { project } from './pack.mjs';

test('the installed package needs nothing beside it, and a process that closed its client ends', async (t) => {
  const installed = await project();
  t.after(installed.remove);

  const said = await installed.node(`
    import { connect } from 'gavel-client';
    const gavel = connect('${url}', { token: '${await tokenOf('ada')}' });
    const { id } = await gavel.meetings.create({ title: 'Packed' });
    const meeting = await gavel.join(id);
    await meeting.emit('meeting_hand_raised');
    gavel.close();
    console.log(meeting.userId);
  `);

  assert.equal(said, idOf('ada'));
});
