// The hosted page with a script: news are pushed, nothing reloads. Without it the same forms and links do the same work.
const page = document.querySelector('[data-pairing]');
const dead = document.querySelector('[data-dead]');
const find = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// What the SaaS reads of the phone's messages, in the order the page lists them.
const REMEDIES = ['couldnt_link_device', 'cant_link_new_devices', 'check_number_or_new_code', 'passkey_needed', 'waiting_for_other_device', 'camera_cannot_read'];

// --- Talking to the page that frames us: to its exact origin or not at all. ---

const framed = window.parent !== window;
const query = new URLSearchParams(location.search);

const parentOrigin = (() => {
  if (!framed) return null;
  const named = query.get('parentOrigin');
  if (named && page && !page.dataset.parent) {
    console.warn('parentOrigin is not allowed to frame this page; no messages are sent');
    return null;
  }
  if (named) return page ? page.dataset.parent : named;
  if (location.ancestorOrigins?.length) return location.ancestorOrigins[0];
  try { return new URL(document.referrer).origin; } catch { return null; }
})();

function tell(type, payload = {}) {
  if (!parentOrigin || parentOrigin === 'null') return;
  try { window.parent.postMessage({ source: 'pilot-status-embed', v: 1, type, payload }, parentOrigin); } catch { /* Not an origin. */ }
}

if (framed) {
  tell('connect:ready');
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(document.body.getBoundingClientRect().height);
    if (now !== height) tell('resize', { height: height = now });
  }).observe(document.body);
  // Keys pressed in here are not heard out there, where a modal waits for this one.
  window.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !event.defaultPrevented) tell('connect:close'); });
}

if (dead) tell('connect:expired');
if (page) run(page);

function run(page) {
  const { api } = page.dataset;
  const voice = find('[data-voice]', page);
  const notice = find('[data-notice]', page);
  const { offline, refused } = { ...find('[data-texts]')?.dataset };
  // Countdowns follow the server's clock; the device's may be hours off.
  const skew = Date.parse(page.dataset.now) - Date.now();
  const serverNow = () => Date.now() + skew;
  const memory = 'pairing:' + api.slice(-12);
  const clocks = { qr: find('[data-clock=qr]', page), code: find('[data-clock=code]', page) };
  const tiles = { qr: find('[data-tile=qr]', page), code: find('[data-tile=code]', page) };

  let ends = Date.parse(page.dataset.expires);
  let askedAt = 0;

  let phase = page.dataset.phase;
  let sequence = Number(page.dataset.sequence);
  let attempt = recall('attempt');
  let busy = false;
  let over = false;
  let stream = null;
  let heard = 0;

  function recall(name) { try { return sessionStorage.getItem(memory + name); } catch { return null; } }
  function remember(name, value) { try { sessionStorage.setItem(memory + name, value); } catch { /* Storage is off: this tab forgets on reload. */ } }
  function say(text) { voice.textContent = ''; if (text) setTimeout(() => { voice.textContent = text; }, 60); }
  function note(text) {
    if (text && notice.textContent !== text) say(text);
    notice.textContent = text ?? '';
    notice.hidden = !text;
  }

  // --- Screens ---

  const screenOf = (name) => name === 'preparing' || name === 'awaiting_scan' ? 'pair' : name;
  let shown = screenOf(phase);
  // What this tab shows of its own business, until what is pushed agrees.
  let own = null;
  // This tab brings something to its end and will hear how; what is pushed of the same end says less.
  let finishing = false;

  function show(next) {
    if (!next || (over && next !== 'connected')) return;
    const changed = phase !== next;
    phase = next;
    page.dataset.phase = next;
    if (changed) tell('connect:step', { phase });
    if (next === 'preparing') wipe();
    tick();
    if (/^(connected|expired)$/.test(next) || (own === screenOf(next) && !finishing)) own = null;
    turnTo(own ?? screenOf(next));
  }

  function keep(screen) {
    own = screen === screenOf(phase) && !finishing ? null : screen;
    turnTo(screen ?? screenOf(phase));
  }

  function turnTo(after) {
    if (shown === after) return;
    shown = after;
    page.dataset.moved = '';
    for (const screen of all('[data-screen]', page)) screen.hidden = screen.dataset.screen !== after;
    const help = find('[data-help]', page);
    if (help) {
      help.hidden = after === 'connected' || after === 'expired';
      for (const part of all('[data-for-pairing]', help)) part.hidden = /^(ready|meta_start)$/.test(after);
    }
    note();
    const heading = all(`[data-screen="${after}"] h1`, page).find((one) => one.offsetParent !== null);
    // An embedding page that has the focus keeps it.
    if (document.hasFocus()) heading?.focus({ preventScroll: !!framed });
    else say(heading?.textContent);
    if (after === 'expired') end('connect:expired');
    if (/^(gateway_unavailable|stalled|number_mismatch)$/.test(after)) tell('connect:error', { code: after.toUpperCase(), message: heading?.textContent ?? '' });
  }

  /** Asks the server for a screen that it can fill better now. */
  async function renew(screen, source, isOver) {
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (answer.ok === isOver) return false;
    const html = await answer.text();
    // The head's style has a nonce that is not ours.
    const told = new DOMParser().parseFromString(html.slice(html.indexOf('<body')), 'text/html').querySelector(source);
    if (told) find(`[data-screen=${screen}]`, page).replaceChildren(...told.childNodes);
    return true;
  }

  /** The page itself knows why the link is over, or that it is not. */
  async function expired() {
    if (over || finishing) return;
    try {
      if (!await renew('expired', '[data-screen=expired], [data-screen=dead]', true)) { setTimeout(listen, 1000); return; }
    } catch { /* What was sent along says enough. */ }
    show('expired');
  }

  function end(type, payload) {
    over = true;
    stream?.close();
    tell(type, payload);
  }

  // --- Artifacts: the newest one, never a latched one ---

  function wipe() {
    for (const [name, tile] of Object.entries(tiles)) {
      if (!tile) continue;
      tile.dataset.state = 'waiting';
      clock(name, null);
    }
  }

  function clock(name, until) {
    const place = clocks[name];
    if (!place) return;
    if (until && until !== place.dataset.until) {
      place.dataset.until = until;
      place.life = Math.max(1, Date.parse(until) - serverNow());
      place.told = place.ended = false;
    } else if (!until) place.dataset.until = '';
    tick();
  }

  function showQr(image, until) {
    const picture = tiles.qr && find('[data-qr]', tiles.qr);
    if (!picture || !image) return;
    if (picture.src !== image) picture.src = image;
    tiles.qr.dataset.state = 'live';
    clock('qr', until);
  }

  function showCode(code, until) {
    if (!tiles.code || !code) return;
    const [left, right] = code.split('-');
    const shown = find('[data-code]', tiles.code);
    if (shown.textContent !== left + right) {
      shown.replaceChildren(left, document.createElement('i'), right);
      const spelled = find('[data-spelled]', tiles.code);
      spelled.textContent = spelled.dataset.name.replace('{0}', [...code].map((one) => one === '-' ? spelled.dataset.dash : one).join(' '));
      if (method() === 'code') say(spelled.textContent);
    }
    tiles.code.dataset.state = 'live';
    clock('code', until);
  }

  function take(news) {
    if (news.sequence !== undefined) {
      if (news.sequence < sequence) return;
      if (news.sequence > sequence && sequence && phase === 'awaiting_scan') {
        const own = clocks[method()];
        if (own && (method() === 'qr' ? news.qrcodeBase64 : news.pairingCode) && document.activeElement?.closest('[data-tile]')) say(own.dataset.new);
      }
      sequence = news.sequence;
    }
    showQr(news.qrcodeBase64, news.artifactExpiresAt);
    showCode(news.pairingCode, news.pairingCodeExpiresAt);
    if (news.coolingUntil) cooling(news.coolingUntil);
  }

  /** When the link ends; its owner may move that. */
  function lasts(news) { if (news.expiresAt) ends = Date.parse(news.expiresAt); }

  function cooling(until) {
    const place = find('[data-cooling]', page);
    if (place) place.dataset.until = until;
  }

  const written = (milliseconds) => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };

  function tick() {
    // Nobody pushes what the clock does: a link ends, a visit to Meta is taken for broken off.
    const after = serverNow() > ends ? 5000 : phase.startsWith('meta_') ? 20000 : Infinity;
    if (!over && serverNow() - askedAt > after) { askedAt = serverNow(); look(); }
    for (const [name, place] of Object.entries(clocks)) {
      if (!place) continue;
      const until = Date.parse(place.dataset.until);
      const left = until - serverNow();
      place.toggleAttribute('data-off', !(left > 0));
      if (!(left > 0)) {
        if (until && tiles[name].dataset.state === 'live') tiles[name].dataset.state = 'expired';
        // Not at once: the next one is often on its way.
        if (left < -2000 && tiles[name].dataset.state === 'expired' && name === method() && phase === 'awaiting_scan' && !place.ended) {
          place.ended = true;
          say(find('.cover p', tiles[name]).textContent);
        }
        continue;
      }
      place.life ??= left;
      const text = place.dataset.text.replace('{0}', written(left));
      const label = find('[data-left]', place);
      if (label.textContent !== text) label.textContent = text;
      find('.arc', place).setAttribute('stroke-dashoffset', String(100 - Math.min(100, 100 * left / place.life)));
      place.toggleAttribute('data-low', left < 11000);
      if (name === method() && left < 30500 && place.life > 45000 && !place.told && phase === 'awaiting_scan') {
        place.told = true;
        say(place.dataset.half);
      }
    }
    const wait = find('[data-cooling]', page);
    if (phase === 'cooling_down' && wait?.dataset.until) {
      const left = Date.parse(wait.dataset.until) - serverNow();
      wait.textContent = written(left);
      if (left <= 0) { delete wait.dataset.until; show('ready'); }
    }
  }

  // --- Which way: the panel that is seen is the one that counts ---

  function method() {
    return page.dataset.method || (find('[data-panel=code]', page)?.offsetParent ? 'code' : 'qr');
  }

  const smallTouch = matchMedia('(hover: none) and (pointer: coarse) and (max-width: 40rem), (hover: none) and (pointer: coarse) and (max-height: 30rem)');
  if (!page.dataset.method) page.dataset.method = smallTouch.matches && tiles.code ? 'code' : 'qr';

  // --- Acting ---

  async function start(wanted, refresh, quiet) {
    if (busy || over) return;
    busy = true;
    for (const button of all('button[type=submit]', page)) button.setAttribute('aria-disabled', 'true');
    const before = phase;
    if (!quiet) show('preparing');
    try {
      const body = JSON.stringify({ ...(wanted && { method: wanted }), ...(refresh && { refresh }) });
      const answer = await fetch(api + '/connect', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const json = await answer.json().catch(() => ({}));
      note();
      if (answer.ok) issued(json);
      else if (answer.status === 404) await expired();
      else if (json.code === 'PAIRING_COOLDOWN') { cooling(json.details?.until); show('cooling_down'); tick(); }
      else {
        // What was shown before still holds, unless the server knows better.
        if (phase === 'preparing') show(before);
        await look();
        if (phase === before) note(refused);
      }
    } catch {
      if (phase === 'preparing') show(before);
      note(offline);
    } finally {
      busy = false;
      for (const button of all('button[aria-disabled]', page)) button.removeAttribute('aria-disabled');
    }
  }

  function issued(json) {
    const fresh = attempt !== json.attempt;
    attempt = json.attempt;
    remember('attempt', attempt);
    if (phase === 'preparing' && (json.qrcodeBase64 || json.pairingCode)) show('awaiting_scan');
    take({ ...json, artifactExpiresAt: json.expiresAt });
    if (tiles.code && !json.pairingCode && tiles.code.dataset.state === 'waiting') tiles.code.dataset.state = 'absent';
    // From now on the stream may tell us what only the one who paired may know.
    if (fresh) listen();
  }

  page.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const form = new FormData(event.target);
    if (form.get('ask')) { ask(event.target); return; }
    const starting = event.target.querySelector('[data-start]');
    start(form.get('method') ?? page.dataset.only ?? (starting && method() === 'code' ? 'code' : null), form.get('refresh') === 'true');
  });

  // --- Telling the SaaS what only this page can know ---

  const report = (kind, value) => fetch(api + '/report', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind, ...(value && { value }) }) });

  async function ask(form) {
    try {
      const answer = await report('new_link');
      if (!answer.ok) { location.reload(); return; }
      form.hidden = true;
      const asked = find('[data-asked]', page);
      asked.hidden = false;
      say(asked.textContent);
    } catch { note(offline); }
  }

  page.addEventListener('toggle', (event) => {
    const said = event.target.dataset?.report;
    if (said !== undefined && event.target.open && !over) report('phone_message', REMEDIES[said]).catch(() => {});
  }, true);

  page.addEventListener('click', async (event) => {
    const button = event.target.closest('button[type=button]');
    if (!button) return;
    if (button.dataset.use) {
      page.dataset.method = button.dataset.use;
      find(`[data-panel=${button.dataset.use}] h1`, page)?.focus({ preventScroll: true });
      find(`[data-panel=${button.dataset.use}]`, page)?.scrollIntoView({ block: 'nearest' });
      if (button.dataset.use === 'code' && !find('[data-code]', page).textContent.trim()) start('code');
    } else if ('copyLink' in button.dataset || 'copyCode' in button.dataset) {
      const text = 'copyLink' in button.dataset ? button.dataset.copyLink : find('[data-code]', page).textContent;
      await copy(text);
      button.words ??= button.textContent;
      button.textContent = button.dataset.done;
      say(button.dataset.done);
      setTimeout(() => { button.textContent = button.words; }, 2500);
    }
  });

  async function copy(text) {
    try { await navigator.clipboard.writeText(text); } catch {
      const field = document.createElement('textarea');
      field.value = text;
      field.className = 'quiet-voice';
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
  }

  // --- Hearing: a stream, and behind it a poll ---

  function listen() {
    stream?.close();
    if (over) return;
    stream = new EventSource(api + '/events' + (attempt ? '?attempt=' + encodeURIComponent(attempt) : ''));
    const on = (name, act) => stream.addEventListener(name, (event) => { heard = Date.now(); note(); act(JSON.parse(event.data)); });
    on('snapshot', (news) => { lasts(news); if (news.phase === 'connected') connected(news); else { if (!(busy && news.phase !== 'awaiting_scan')) show(news.phase); take(news); } });
    on('qr', take);
    on('code', take);
    on('phase', (news) => { lasts(news); take(news); show(news.phase); if (news.phase === 'awaiting_scan') claim(); });
    on('connected', connected);
    on('expired', expired);
    stream.onopen = () => { heard = Date.now(); };
    stream.onerror = () => { heard = 0; };
  }

  // The tab that started a pairing whose first answer was lost asks for its pass again; what is live stays.
  function claim() { if (!attempt && recall('started')) start(null, false, true); }

  let wait = 2000;
  async function poll() {
    if (over) return;
    if (!heard || stream?.readyState === EventSource.CLOSED) {
      const fine = await look();
      wait = fine ? 2000 : Math.min(5000, wait + 1000);
      if (fine && stream?.readyState === EventSource.CLOSED) listen();
    }
    setTimeout(poll, wait);
  }

  /** Asks how things stand; false when nobody answers. */
  async function look() {
    try {
      const answer = await fetch(api + '/status', { headers: attempt ? { 'x-pairing-attempt': attempt } : {}, cache: 'no-cache' });
      if (answer.status === 404) { await expired(); return true; }
      if (!answer.ok) return false;
      const status = await answer.json();
      note();
      lasts(status);
      if (status.phase === 'connected') connected(status);
      else {
        if (!busy || status.phase !== 'ready') show(status.phase);
        if (status.phase === 'awaiting_scan' && status.sequence > sequence && Date.parse(status.artifactExpiresAt) > serverNow()) start(null, false, true);
      }
      return true;
    } catch {
      note(offline);
      return false;
    }
  }

  // --- Success ---

  let receipt = JSON.parse(recall('receipt') ?? 'null');
  let renewal = null;

  async function connected(news) {
    if (over || finishing) return;
    // Before Meta answered nobody knew the number.
    if (page.dataset.official && phase !== 'connected') await (renewal ??= renew('connected', '[data-screen=connected]', false).catch(() => {}));
    news = { ...news, ...receipt };
    if (attempt && !news.numberId) {
      try {
        const answer = await fetch(api + '/status', { headers: { 'x-pairing-attempt': attempt } });
        if (answer.ok) news = await answer.json();
      } catch { /* The receipt stands without it. */ }
    }
    if (over) return;
    show('connected');
    end('connect:paired', { ...(news.numberId && { numberId: news.numberId }), ...(news.redirectUrl && { redirectUrl: news.redirectUrl }) });
    if (news.redirectUrl && !framed) leave(news.redirectUrl);
  }

  function leave(url) {
    const place = find('[data-going]', page);
    const words = find('span', place);
    find('a', place).href = url;
    place.hidden = false;
    // Who comes back to the receipt is not sent away again.
    if (recall('left')) return;
    let seconds = 3;
    const count = () => {
      words.textContent = place.dataset.text.replace('{1}', String(seconds));
      if (seconds-- > 0) { setTimeout(count, 1000); return; }
      remember('left', '1');
      location.assign(url);
    };
    count();
  }

  // --- Beginning ---

  page.dispatchEvent(new CustomEvent('pairing', {
    detail: {
      tell, say, keep, look, report, expired,
      finish(yes) { finishing = yes; },
      connected(told) {
        receipt = told;
        remember('receipt', JSON.stringify(told));
        return connected({});
      },
    },
  }));
  setInterval(tick, 500);
  tick();
  window.addEventListener('offline', () => note(offline));
  window.addEventListener('online', () => { note(); listen(); });
  window.addEventListener('pageshow', (event) => { if (event.persisted && !over) { listen(); look(); } });
  page.addEventListener('submit', () => remember('started', '1'), { capture: true });

  // Preview bots fetch pages, people look at them.
  if (phase !== 'connected' && phase !== 'expired' && !recall('opened')) {
    const opened = () => { if (document.visibilityState === 'visible') { remember('opened', '1'); report('opened').catch(() => {}); document.removeEventListener('visibilitychange', opened); } };
    document.addEventListener('visibilitychange', opened);
    opened();
  }

  if (phase === 'expired') end('connect:expired');
  else if (phase === 'connected') { connected({}); }
  else {
    listen();
    setTimeout(poll, 4000);
    if (page.dataset.autostart && framed && phase === 'ready') whenSeen(() => { remember('started', '1'); start(method() === 'code' ? 'code' : null); });
  }

  function whenSeen(act) {
    const watch = new IntersectionObserver((entries) => {
      if (document.visibilityState !== 'visible' || !entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      act();
    });
    watch.observe(page);
    document.addEventListener('visibilitychange', () => { watch.unobserve(page); watch.observe(page); });
  }
}
