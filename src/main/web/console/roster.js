import { arrange, batched, button, fill, h, icon } from './dom.js';
import { face } from './face.js';
import { invite, removePerson } from './people.js';
import { presence } from './presence.js';
import { counted, failure, ticking } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */
/** @typedef {ReturnType<typeof import('./directory.js').directory>} Directory */

/**
 * Who is inside, live: raised hands first and in their order, then in the order in which people came; below, who is invited and
 * not there.
 *
 * @param {App} app
 * @param {Meeting} meeting
 * @param {Directory} known
 */
export function roster(app, meeting, known) {
  const title = h('h2', {}, 'Inside');
  const list = h('ul', { class: 'roster', 'aria-label': 'Inside' });
  const away = awayList(app, meeting, known);
  const inviteMore = button({ label: 'Invite', icon: 'plus', class: 'small quiet' }, () => invite(app, meeting.id));
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();

  const show = () => {
    const inside = handsFirst(meeting.state.participants);
    const gone = new Set(rows.keys());
    for (const person of inside) {
      gone.delete(person.userId);
      let one = rows.get(person.userId);
      if (!one) rows.set(person.userId, (one = row(app, meeting, person)));
      one.show(person);
    }
    gone.forEach((userId) => rows.delete(userId));
    arrange(
      list,
      inside.flatMap((person) => rows.get(person.userId)?.element ?? []),
    );
    title.textContent = `Inside: ${counted(inside.length, 'person', 'people')}`;
    inviteMore.hidden = meeting.role !== 'Host' || meeting.state.ended !== null;
    away.show();
    tick();
  };
  const tick = () => {
    for (const person of meeting.state.participants) rows.get(person.userId)?.tick(known.since(person));
  };
  const ends = [meeting.on('state', batched(show))];
  known.changed(show);
  const ticks = setInterval(tick, 1000);
  show();
  return {
    element: h(
      'section',
      { class: 'panel people', 'aria-label': 'People' },
      h('header', {}, title, inviteMore),
      h('div', { class: 'scroll', tabindex: '-1' }, list, away.element),
    ),
    dispose() {
      ends.forEach((end) => end());
      clearInterval(ticks);
      away.dispose();
    },
  };
}

/** @param {readonly Readonly<Attendee>[]} people */
function handsFirst(people) {
  const order = (/** @type {Readonly<Attendee>} */ one) => one.handPosition ?? Infinity;
  // Equal ones keep their order; Infinity minus Infinity is no number.
  return [...people].sort((one, other) => (order(one) === order(other) ? 0 : order(one) - order(other)));
}

/** @param {App} app @param {Meeting} meeting @param {Readonly<Attendee>} first */
function row(app, meeting, first) {
  const name = h('span', { class: 'name' });
  const role = h('span', { class: 'muted small' });
  const time = h('span', { class: 'muted small time' });
  const signs = h('span', { class: 'signs' });
  const actions = h('div', { class: 'row-actions', hidden: true, id: `actions-${meeting.id}-${first.userId}` });
  const open = button(
    {
      label: `Actions for ${first.userName}`,
      text: '',
      icon: 'more',
      class: 'icon-button small',
      'aria-expanded': 'false',
      'aria-controls': actions.id,
    },
    () => {
      actions.hidden = !actions.hidden;
      open.setAttribute('aria-expanded', String(!actions.hidden));
    },
  );
  const element = h(
    'li',
    { data: { userId: first.userId } },
    face(first),
    h('div', { class: 'who' }, name, h('div', {}, role, time)),
    signs,
    open,
    actions,
  );
  let shown = '';
  return {
    element,
    /** @param {Readonly<Attendee>} person */
    show(person) {
      const state = JSON.stringify([person, meeting.role, meeting.state.ended !== null]);
      if (state === shown) return;
      shown = state;
      name.textContent = person.userName + (person.userId === meeting.userId ? ' (you)' : '');
      role.textContent = person.role;
      const { isMuted: muted, isVideoOn: video, isSharingScreen: sharing, isHandRaised: hand, handPosition } = person;
      Object.assign(element.dataset, { role: person.role, muted, video, sharing, hand, handPosition: handPosition ?? '' });
      fill(signs, ...signsOf(person));
      const possible = actionsFor(app, meeting, person);
      fill(actions, ...possible);
      open.hidden = possible.length === 0;
      if (open.hidden) actions.hidden = true;
    },
    /** @param {number | null} since */
    tick(since) {
      time.textContent = since === null ? '' : ticking((Date.now() - since) / 1000);
    },
  };
}

/** @param {Readonly<Attendee>} person */
function signsOf(person) {
  const sign = (
    /** @type {string} */ name,
    /** @type {string} */ text,
    /** @type {string} */ kind,
    /** @type {string | number} */ number = '',
  ) =>
    h(
      'span',
      { class: `sign ${kind}`, title: text },
      icon(name),
      h('span', { class: 'unseen' }, text),
      number !== '' && h('b', { 'aria-hidden': 'true' }, String(number)),
    );
  return [
    person.isHandRaised && sign('hand', `hand raised, number ${person.handPosition}`, 'hand', person.handPosition ?? ''),
    person.isSharingScreen && sign('share', 'shares the screen', 'on'),
    person.isVideoOn ? sign('camera', 'camera on', 'on') : sign('camera-off', 'camera off', 'off'),
    person.isMuted ? sign('mic-off', 'muted', 'off') : sign('mic', 'microphone on', 'on'),
  ];
}

/** What this person may do with that one. @param {App} app @param {Meeting} meeting @param {Readonly<Attendee>} person */
function actionsFor(app, meeting, person) {
  const host = meeting.role === 'Host';
  const leads = host || meeting.role === 'Moderator';
  if (!leads || meeting.state.ended || person.userId === meeting.userId) return [];
  const failed = (/** @type {unknown} */ error) => app.toast(failure(error), 'error');
  const { userId, userName: name } = person;
  const promoted = person.role === 'Moderator' ? 'Participant' : 'Moderator';
  const act = (/** @type {string} */ text, /** @type {() => Promise<unknown>} */ done, more = {}) =>
    button({ label: `${text}: ${name}`, text, class: 'small', ...more }, () => done().catch(failed));
  return [
    !person.isMuted &&
      (host || person.role === 'Participant') &&
      act('Mute', () => meeting.emit('meeting_mute_user', { userId })),
    person.isHandRaised && act('Lower hand', () => meeting.emit('meeting_hand_lowered', { userId })),
    host &&
      act(promoted === 'Moderator' ? 'Make moderator' : 'Make participant', () =>
        app.gavel.meetings.setRole(meeting.id, userId, promoted),
      ),
    host && act('Remove', () => removePerson(app, meeting.id, person), { class: 'small danger quiet' }),
  ].filter((one) => one instanceof HTMLElement);
}

/** @param {App} app @param {Meeting} meeting @param {Directory} known */
function awayList(app, meeting, known) {
  const dots = presence(app);
  const title = h('h3', {});
  const list = h('ul', { class: 'roster away', 'aria-label': 'Not here' });
  const element = h('div', {}, title, list);
  let shown = '';
  return {
    element,
    show() {
      const inside = new Set(meeting.state.participants.map((one) => one.userId));
      const away = known.invited().filter((one) => !inside.has(one.userId));
      element.hidden = away.length === 0;
      const state = away.map((one) => `${one.userId} ${one.userName} ${one.role}`).join('\n');
      if (state === shown) return;
      shown = state;
      title.textContent = `Not here: ${away.length}`;
      fill(
        list,
        ...away.map((one) =>
          h(
            'li',
            { data: { userId: one.userId } },
            face(one),
            h(
              'div',
              { class: 'who' },
              h('span', { class: 'name' }, one.userName),
              h('div', {}, h('span', { class: 'muted small' }, one.role)),
            ),
            dots.dot(one.userId),
          ),
        ),
      );
      dots.watch(away.map((one) => one.userId));
    },
    dispose: () => dots.dispose(),
  };
}
