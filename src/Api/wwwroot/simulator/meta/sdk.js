// Test mode's stand-in for the script of Meta: the same two functions, and a window of ours instead of Meta's.
(() => {
  let app = null;

  window.FB = {
    init({ appId }) { app = appId; },

    login(callback, { config_id: config, response_type: type }) {
      if (!app || !config || type !== 'code') throw new Error('FB.init and a configuration come first');
      const token = location.pathname.split('/')[2];
      const opened = window.open(`/simulator/meta/dialog/${token}`, '_blank', 'popup,width=620,height=760');
      if (!opened) { setTimeout(() => callback({ authResponse: null, status: 'unknown' })); return; }

      const end = (answer) => {
        clearInterval(watch);
        removeEventListener('message', hear);
        callback(answer);
      };
      const hear = ({ source, origin, data }) => {
        // What a window said last may arrive when it is gone.
        if ((source === opened || !source) && origin === location.origin && data?.simulatedCode) end({ authResponse: { code: data.simulatedCode }, status: 'connected' });
      };
      let gone = 0;
      const watch = setInterval(() => { if (opened.closed && ++gone > 3) end({ authResponse: null, status: 'unknown' }); }, 150);
      addEventListener('message', hear);
    },
  };

  window.fbAsyncInit?.();
})();
