import { run } from './connect/run.js';
import { find } from './connect/dom.js';
import { takeCredentials } from './meta/credentials.js';
import { openMeta } from './meta/signup.js';

run((page, pairing) => {
  const section = find('[data-meta]', page);
  if (section?.dataset.meta === 'embedded') openMeta(page, section, pairing);
  else if (section) takeCredentials(section, pairing);
});
