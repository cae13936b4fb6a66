// The front of the demo's pretend SaaS: what an integrator writes, and a log of everything that is heard.
const log = document.querySelector('[data-log]');
const state = document.querySelector('[data-state]');
const option = (name) => document.querySelector(`[name=${name}]`);
const LOOK_EVERY = 1000;
const PHONE_WAITS = 3000;
const LONG = 120;

let current = null;

function note(kind, name, payload) {
  log.querySelector('.empty')?.remove();
  const entry = document.createElement('li');
  const [tag, what, when, body] = ['span', 'b', 'time', 'code'].map((element) => document.createElement(element));
  tag.className = `kind ${kind}`;
  tag.textContent = kind === 'hook' ? 'webhook' : 'page';
  what.textContent = name;
  when.textContent = new Date().toLocaleTimeString();
  body.textContent = payload === undefined ? '' : JSON.stringify(payload);
  entry.append(tag, what, when, body.textContent.length > LONG ? folded(body) : body);
  log.prepend(entry);
}

function folded(body) {
  const details = document.createElement('details');
  details.append(document.createElement('summary'), body);
  details.firstChild.textContent = 'data';
  return details;
}

function show(text, tone = '') {
  state.textContent = text;
  state.dataset.tone = tone;
}

async function connect(how) {
  current?.handle?.destroy();
  const answer = await fetch('/demo/links', { method: 'POST' });
  if (!answer.ok) { show('The backend got no link', 'bad'); return; }
  const link = await answer.json();
  const mine = current = { number: link.numberId, seen: 0, handle: null };
  if (!link.webhooks) note('hook', 'not allowed to this address on this server');

  const options = {
    token: link.token,
    locale: option('locale').value || undefined,
    theme: option('theme').value || undefined,
    autoStart: option('autoStart').checked,
    onReady() { note('page', 'onReady'); },
    onStep(step) {
      note('page', 'onStep', step);
      if (step.phase === 'awaiting_scan' && option('phone').value) setTimeout(() => fetch(`/demo/phone/${mine.number}/${option('phone').value}`, { method: 'POST' }), PHONE_WAITS);
    },
    onPaired(paired) { note('page', 'onPaired', paired); show('Connected', 'good'); },
    onError(error) { note('page', 'onError', error); },
    onExpired() { note('page', 'onExpired'); show('The link has expired', 'bad'); },
    onClose() { note('page', 'onClose'); },
  };
  show('Connecting');
  mine.handle = how === 'modal' ? PilotPairing.connect.open(options) : PilotPairing.connect.mount('#place', options);
  if (link.webhooks) look(mine);
}

async function look(mine) {
  if (mine !== current) return;
  try {
    const answer = await fetch(`/demo/events/${mine.number}?after=${mine.seen}`);
    for (const heard of answer.ok ? await answer.json() : []) {
      mine.seen = heard.id;
      note('hook', heard.event, heard.data);
    }
  } catch { /* Away for a moment. */ }
  setTimeout(look, LOOK_EVERY, mine);
}

// The code of the page with what is chosen, for the way that was pressed last.
const front = document.querySelector('[data-front]');
const written = front.textContent;
const CALL = 'PilotPairing.connect.open({\n  token,\n';

function rewrite(how) {
  const chosen = ['locale', 'theme'].filter((name) => option(name).value).map((name) => `  ${name}: '${option(name).value}',\n`);
  if (option('autoStart').checked) chosen.push('  autoStart: true,\n');
  front.textContent = written.replace(CALL, (how === 'inline' ? CALL.replace('open({', "mount('#place', {") : CALL) + chosen.join(''));
}

let way = 'modal';
document.querySelector('fieldset').addEventListener('change', () => rewrite(way));
// Browsers hand out the clipboard on https and on this machine only.
for (const code of navigator.clipboard ? document.querySelectorAll('.code pre') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  });
  code.after(button);
}

for (const button of document.querySelectorAll('[data-show]')) {
  button.addEventListener('click', () => {
    way = button.dataset.show;
    rewrite(way);
    connect(way);
  });
}
