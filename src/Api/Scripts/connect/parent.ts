export type Parent = ReturnType<typeof createParent>;

/** The page that frames us. Messages go to its exact origin or not at all; messages from it are ignored. */
export function createParent(page: HTMLElement | null) {
  const framed = window.parent !== window;
  const origin = framed ? originOf(page) : null;
  return {
    framed,
    tell(type: string, payload: object = {}): void {
      if (!origin || origin === 'null') return;
      try { window.parent.postMessage({ source: 'pilot-status-embed', v: 1, type, payload }, origin); } catch { /* Not an origin. */ }
    },
  };
}

function originOf(page: HTMLElement | null): string | null {
  const named = new URLSearchParams(location.search).get('parentOrigin');
  // An ended link's page posts to any one origin, but never to '*'.
  const allowed = page ? page.dataset.parent : originIn(named);
  if (named && !allowed) console.warn('parentOrigin is not allowed to frame this page; no messages are sent');
  if (named) return allowed ?? null;
  if (location.ancestorOrigins?.length) return location.ancestorOrigins[0] ?? null;
  return originIn(document.referrer);
}

function originIn(url: string | null): string | null {
  try { return new URL(url ?? '').origin; } catch { return null; }
}

/** After success, for a modal that can be closed from in here. */
export function offerClose(page: HTMLElement, { tell }: Parent): void {
  page.addEventListener('click', ({ target }) => { if ((target as Element).closest('[data-close]')) tell('connect:close'); });
}

export function announce({ framed, tell }: Parent): void {
  if (!framed) return;
  tell('connect:ready');
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(document.body.getBoundingClientRect().height);
    if (now !== height) tell('resize', { height: height = now });
  }).observe(document.body);
  // Key events of the frame do not reach the parent, whose modal closes on Escape.
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) tell('connect:close');
  });
}
