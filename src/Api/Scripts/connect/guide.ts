import { all, find } from './dom.js';
import { drawing } from './drawing.js';

export type Guide = ReturnType<typeof createGuides>;

/** The steps on the phone: the current one is marked and drawn, and somebody with another phone sees that one's. */
export function createGuides(page: HTMLElement) {
  const guides = all('[data-guide]', page).map((place) => {
    const list = find('ol', place)!;
    const items = [...list.children] as HTMLElement[];
    const side = document.createElement('div');
    const picture = document.createElement('div');
    const next = document.createElement('button');
    next.type = 'button';
    next.className = 'text';
    next.textContent = list.dataset.next ?? '';
    picture.setAttribute('role', 'img');
    side.className = 'drawn';
    side.append(picture, next);
    place.append(side);
    let current = 0;

    function show(step: number): void {
      current = step % items.length;
      items.forEach((item, at) => {
        if (at === current) item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
      });
      picture.setAttribute('aria-label', items[current]!.innerText.trim() || items[current]!.textContent!.trim());
      picture.innerHTML = drawing(current, place.dataset.guide!, page.dataset.os!);
    }

    next.addEventListener('click', () => show(current + 1));
    items.forEach((item, at) => item.addEventListener('click', () => show(at)));
    show(0);
    return { name: place.dataset.guide, show, again: () => show(current) };
  });

  page.addEventListener('click', ({ target }) => {
    if (!(target as Element).closest('[data-other-os]')) return;
    page.dataset.os = page.dataset.os === 'ios' ? 'android' : 'ios';
    for (const guide of guides) guide.again();
  });

  return {
    /** Marks a step of the pairing code's way. */
    code(step: number): void {
      for (const guide of guides) if (guide.name === 'code') guide.show(step);
    },
  };
}
