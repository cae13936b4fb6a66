/** Preview bots fetch pages, but never show them. */
export function whenVisible(act: () => void): void {
  if (document.visibilityState === 'visible') act();
  else document.addEventListener('visibilitychange', () => whenVisible(act), { once: true });
}

/** Inside another page it may be far down, or not shown yet. */
export function whenSeen(element: Element, act: () => void): void {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    whenVisible(act);
  });
  watch.observe(element);
}
