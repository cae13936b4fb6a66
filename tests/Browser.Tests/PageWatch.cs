namespace PilotPairing.Browser.Tests;

/// <summary>What holds on the page at every moment, watched from within it: <c>window.violations</c> has each thing that did not.</summary>
internal static class PageWatch
{
    public const string Screen =
        "[...document.querySelectorAll('[data-screen]')].filter((one) => !one.hidden).map((one) => one.dataset.screen).join()";

    /// <summary>To run before the page's own script. Test and server share a machine, and so a clock.</summary>
    public const string Script =
        """
        (() => {
          const violations = window.violations = [];
          const note = (what) => { if (!violations.includes(what)) violations.push(what); };
          const ends = new Map();
          const learn = ({ pairingCode }, until) => { if (pairingCode && until) ends.set(pairingCode.replace('-', ''), Date.parse(until)); };

          window.EventSource = class extends EventSource {
            constructor(url) {
              super(url);
              for (const name of ['snapshot', 'code']) this.addEventListener(name, ({ data }) => {
                const news = JSON.parse(data);
                learn(news, news.pairingCodeExpiresAt);
              });
            }
          };
          const { fetch } = window;
          window.fetch = async (...asked) => {
            const answer = await fetch(...asked);
            if (String(asked[0]).endsWith('/connect')) {
              const made = await answer.clone().json().catch(() => ({}));
              learn(made, made.pairingCodeExpiresAt);
            }
            return answer;
          };

          let code = '';
          let since = 0;
          let pressed = 0;
          let hadFocus = false;
          // A press in one tab may replace the code for all of them.
          const presses = new BroadcastChannel('presses');
          presses.onmessage = () => { pressed = Date.now(); };
          document.addEventListener('click', ({ target }) => {
            if (!target.closest('[type=submit], [data-use]')) return;
            pressed = Date.now();
            presses.postMessage(null);
          }, true);
          document.addEventListener('focusin', () => { hadFocus = true; });

          const find = (selector) => document.querySelector(selector);
          const shown = () => [...document.querySelectorAll('[data-screen]')].filter((one) => !one.hidden);

          function look() {
            const page = find('[data-pairing]');
            if (!page || document.readyState === 'loading') return;
            const screens = shown().map((one) => one.dataset.screen);
            if (screens.length !== 1) note(`${screens.length} screens: ${screens}`);
            if (document.querySelectorAll('[role=status], [aria-live]').length !== 1) note('not one live region');
            if (document.documentElement.scrollWidth > document.documentElement.clientWidth) note(`${screens} scrolls sideways`);
            if (screens[0] !== 'pair') { code = ''; return; }
            const now = find('[data-tile=code][data-state=live] [data-code]')?.textContent ?? '';
            if (!now || now === code) return;
            if (code && ends.get(code) > Date.now() && pressed < since) note(`a code was replaced with ${ends.get(code) - Date.now()} ms to live`);
            code = now;
            since = Date.now();
          }

          const lookAtFocus = () => {
            if (hadFocus && (document.activeElement ?? document.body) === document.body) note(`the focus is lost on ${shown().map((one) => one.dataset.screen)}`);
          };
          let due = 0;
          addEventListener('DOMContentLoaded', () => {
            if (!find('[data-pairing]')) return;
            setInterval(look, 100);
            new MutationObserver(() => { clearTimeout(due); due = setTimeout(lookAtFocus, 150); })
              .observe(find('main'), { subtree: true, attributes: true, attributeFilter: ['hidden', 'data-state', 'data-phase', 'data-method'] });
          });
        })();
        """;
}
