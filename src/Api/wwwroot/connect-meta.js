// Connecting through Meta's official API: Meta's window and the two ways in which it reports back, or the form for credentials.
const page = document.querySelector('[data-pairing]');
const find = (selector, inside = page) => inside.querySelector(selector);
const all = (selector, inside = page) => [...inside.querySelectorAll(selector)];

// How long the ids may lag behind the code, which is good for seconds only.
const IDS_WAIT = 1500;
const SCRIPT_WAIT = 20000;

page?.addEventListener('pairing', ({ detail: pairing }) => {
  const section = find('[data-meta]');
  if (section) ({ embedded, credentials })[section.dataset.meta](section, pairing);
}, { once: true });

/** Sends what the customer brought; the same once more when no answer came, for that changes nothing. */
async function send(url, body) {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout?.(120000) });
      return { status: answer.status, ...await answer.json().catch(() => ({})) };
    } catch {
      if (tries) return { status: 0 };
      await new Promise((done) => { setTimeout(done, IDS_WAIT); });
    }
  }
}

/** What we know to say of a refusal of Meta's: its children are what it means and what to do. */
function remedyFor({ code, subcode, reason } = {}) {
  const known = code >= 200 && code <= 299 ? 200 : code;
  const remedies = [...find('[data-remedies]').content.children];
  const of = (number) => number && remedies.find((one) => one.dataset.codes.split(' ').includes(String(number)));
  return (of(reason) || of(subcode) || of(known))?.cloneNode(true);
}

// --- Meta's window ---

function embedded(section, { tell, say, keep, look, report, expired, finish, connected }) {
  const { app, config, graph, sdk, complete, screen } = section.dataset;
  const words = find('[data-meta-words]').dataset;
  const said = find('[data-said]', section);
  const buttons = all('[data-meta-start]');
  const simulated = sdk.startsWith('/');
  // Older browsers do not tell a style sheet whether scripts run.
  find('.no-script', section).remove();
  let script = null;
  let isReady = false;
  let visit = null;
  let reports = Promise.resolve();

  // One after the other: "closed" must not overtake "opened".
  const tellServer = (kind, value) => { reports = reports.then(() => report(kind, value?.replace(/\p{Cc}+/gu, ' ').slice(0, 64))).catch(() => {}); };

  function sentence(text) {
    said.textContent = text ?? '';
    said.hidden = !text;
    if (text) said.scrollIntoView({ block: 'nearest' });
  }

  function failed(text, code) {
    keep(screen);
    sentence(text);
    tell('connect:error', { code, message: text });
  }

  function label(text) {
    for (const button of buttons) {
      button.textContent = text ?? (isReady ? button.dataset.ready : button.dataset.metaStart);
      button.toggleAttribute('aria-disabled', false);
      if (text) button.setAttribute('aria-disabled', 'true');
    }
  }

  const load = () => new Promise((done, fail) => {
    const late = setTimeout(fail, SCRIPT_WAIT);
    // The first script of Meta's brings a second one; only then a window can be opened within a press.
    window.fbAsyncInit = () => {
      clearTimeout(late);
      window.FB.init({ appId: app, version: graph });
      isReady = true;
      done();
    };
    script = Object.assign(document.createElement('script'), { src: sdk, async: true, onerror: fail });
    document.head.append(script);
  });

  async function press() {
    if (isReady) { open(); return; }
    if (script) return;
    sentence();
    label(words.loading);
    try {
      await load();
      say(words.nowOpen);
    } catch {
      script.remove();
      script = null;
      failed(words.notLoaded, 'SDK_NOT_LOADED');
    }
    label();
  }

  function open() {
    sentence();
    const mine = visit = { ids: null, code: null, isOver: false, isBlocked: false };
    const browsers = window.open;
    window.open = (...how) => {
      const opened = browsers.apply(window, how);
      mine.isBlocked = opened === null;
      return opened;
    };
    keep('meta_waiting');
    tellServer('meta_opened');
    try {
      window.FB.login((answer) => returned(mine, answer), { config_id: config, response_type: 'code', override_default_response_type: true, extras: {} });
    } finally {
      window.open = browsers;
    }
    // Some browsers answer null although they opened it; then this page is not in front any more.
    if (mine.isBlocked) setTimeout(() => { if (!mine.isOver && document.hasFocus()) leave(mine, words.blocked, 'popup_blocked', 'POPUP_BLOCKED'); }, 600);
  }

  function leave(mine, text, why, code) {
    if (mine.isOver === 'ended') return;
    mine.isOver = code ? 'ended' : 'closed';
    tellServer(code ? 'meta_error' : 'meta_cancelled', why);
    if (code) failed(text, code);
    else { keep(screen); sentence(text); }
  }

  function returned(mine, answer) {
    if (mine.isOver) return;
    mine.code = answer?.authResponse?.code;
    if (!mine.code) {
      // An older window was closed: the newer one is still there.
      if (mine !== visit) return;
      if (mine.isBlocked) leave(mine, words.blocked, 'popup_blocked', 'POPUP_BLOCKED');
      else leave(mine, words.cancelled);
    } else if (mine.ids) conclude(mine);
    else setTimeout(() => conclude(mine), IDS_WAIT);
  }

  function isMeta(origin) {
    if (simulated && origin === location.origin) return true;
    try {
      const { protocol, hostname } = new URL(origin);
      return protocol === 'https:' && (hostname === 'facebook.com' || hostname.endsWith('.facebook.com'));
    } catch { return false; }
  }

  window.addEventListener('message', ({ origin, data }) => {
    if (!visit || !isMeta(origin)) return;
    let told = data;
    try { if (typeof data === 'string') told = JSON.parse(data); } catch { return; }
    if (told?.type !== 'WA_EMBEDDED_SIGNUP') return;
    const event = String(told.event);
    const more = told.data ?? {};
    if (event.startsWith('FINISH')) {
      if (visit.isOver) return;
      const id = (text) => /^[A-Za-z0-9]{1,64}$/.test(text ?? '') ? String(text) : undefined;
      visit.ids = { phoneNumberId: id(more.phone_number_id), wabaId: id(more.waba_id ?? more.waba_ids?.[0]), event: event.slice(0, 64) };
      if (visit.code) conclude(visit);
    } else if (event === 'ERROR' || (event === 'CANCEL' && more.error_message)) {
      const text = String(more.error_message ?? more.error_code ?? more.error_id ?? event);
      leave(visit, words.reported.replace('{0}', () => text), text, 'META_ERROR');
    } else if (event === 'CANCEL' && !visit.isOver) leave(visit, words.cancelled, more.current_step && String(more.current_step));
  });

  function conclude(mine) {
    if (mine.isOver) return;
    mine.isOver = 'ended';
    finishWith({ code: mine.code, ...mine.ids });
  }

  async function finishWith(brought) {
    finish(true);
    keep('meta_registering');
    const { status, code, details, ...receipt } = await send(complete, brought);
    finish(false);
    if (status === 200) { await connected(receipt); return; }
    if (status === 401) { await expired(); return; }
    const end = status === 422 || status === 400 ? rejected(details) : code === 'META_NOT_CONFIGURED' ? 'meta_not_configured' : 'meta_unreachable';
    again = () => finishWith(brought);
    keep(end);
    tell('connect:error', { code: code ?? 'META_UNREACHABLE', message: find(`[data-screen=${end}] h1`).textContent });
    // Another tab may have come through, or an answer was lost.
    if (status === 0 || status >= 500) look();
  }
  let again = null;

  function rejected(details) {
    const place = find('[data-screen=meta_rejected]');
    const remedy = remedyFor(details);
    // The rest speaks of fields that only the form has.
    const [means, helps] = remedy && (!remedy.dataset.field || remedy.dataset.field === 'pin') ? remedy.children : [];
    for (const [name, node] of [['means', means], ['helps', helps]]) {
      const line = find(`[data-${name}]`, place);
      line.first ??= [...line.childNodes];
      line.replaceChildren(...(node ? node.childNodes : line.first));
    }
    const theirs = find('[data-theirs]', place);
    theirs.hidden = !details?.code;
    theirs.textContent = theirs.dataset.theirs.replace('{0}', () => details?.message ?? '');
    return 'meta_rejected';
  }

  page.addEventListener('click', (event) => {
    const pressed = (name) => event.target.closest(`[data-meta-${name}]`);
    if (pressed('start')) press();
    else if (pressed('offer') || pressed('restart')) { sentence(); keep(screen); }
    else if (pressed('back')) keep(null);
    else if (pressed('again')) again?.();
    else if (pressed('cancel')) {
      if (visit) visit.isOver = 'ended';
      leave(visit = {}, words.cancelled);
    }
  });
}

// --- The form for credentials ---

function credentials(section, { tell, keep, look, expired, finish, connected }) {
  const form = find('form', section);
  const said = find('[data-said]', section);
  const button = find('button[type=submit]', form);
  const inputs = all('input', form).filter((input) => input.type !== 'hidden');
  form.noValidate = true;

  const wrong = (input) => document.getElementById(input.id + '-wrong');

  function mark(input, ...text) {
    const place = wrong(input);
    place.replaceChildren(...text);
    place.hidden = !text.length;
    if (text.length) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  function complain(...text) {
    said.replaceChildren(...text);
    said.hidden = !text.length;
    const first = inputs.find((input) => input.getAttribute('aria-invalid'));
    if (first) first.focus();
    else if (text.length) said.scrollIntoView({ block: 'nearest' });
  }

  form.addEventListener('input', ({ target }) => mark(target));

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled')) return;
    for (const input of inputs) {
      input.value = input.value.trim();
      if (input.validity.valid) mark(input);
      else mark(input, wrong(input).dataset.wrong);
    }
    if (!form.checkValidity()) { complain(said.dataset.checkFields); return; }

    complain();
    button.setAttribute('aria-disabled', 'true');
    finish(true);
    keep('meta_registering');
    const { status, code, details, ...receipt } = await send(section.dataset.complete, Object.fromEntries(inputs.filter((input) => input.value).map((input) => [input.name, input.value])));
    finish(false);
    button.removeAttribute('aria-disabled');
    if (status === 200) { form.reset(); await connected(receipt); return; }
    if (status === 401) { await expired(); return; }
    keep('ready');
    tell('connect:error', { code: code ?? 'META_UNREACHABLE', message: code ?? '' });
    if (status === 400) {
      for (const input of inputs) if (details?.fields?.[input.name]) mark(input, wrong(input).dataset.wrong);
      complain(said.dataset.checkFields);
    } else if (status === 422) {
      const remedy = remedyFor(details);
      const input = remedy && inputs.find((one) => one.name === remedy.dataset.field);
      const text = remedy ? [...remedy.children[0].childNodes, ' ', ...remedy.children[1].childNodes] : [said.dataset.rejected];
      if (input) mark(input, ...text);
      complain(...(input ? [said.dataset.checkFields] : text), ...(details?.code ? [' ', said.dataset.theirs.replace('{0}', () => details.message)] : []));
    } else {
      complain(code === 'META_NOT_CONFIGURED' ? said.dataset.notConfigured : said.dataset.unreachable);
      look();
    }
  });
}
