// What Meta's window would do at its end: it tells the page that opened it on two ways, in the order that was chosen.
const form = document.querySelector('form');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const digits = new FormData(form).get('number').normalize('NFKC').replace(/\D/g, '');
  const account = 'simulated' + digits;
  const ways = {
    finish: ['FINISH', { phone_number_id: digits, waba_id: account, business_id: 'simulated' }, true],
    finish_only_waba: ['FINISH_ONLY_WABA', { waba_id: account, business_id: 'simulated' }, true],
    coexistence: ['FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING', { waba_id: account }, true],
    no_message: [null, null, true],
    cancel: ['CANCEL', { current_step: 'PHONE_NUMBER_SETUP' }, false],
    error: ['ERROR', { error_message: 'The simulated account is restricted.', error_code: '1' }, false],
  };
  const [name, data, hasCode] = ways[event.submitter.value];
  const session = () => { if (name) tell(JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event: name, data, version: '3' })); };
  const code = () => { if (hasCode) tell({ simulatedCode: `simulated-${digits}-${account}` }); };
  const order = new FormData(form).get('order') === 'code' ? [code, session] : [session, code];
  order[0]();
  // Meta's two ways are not in step either.
  setTimeout(() => { order[1](); setTimeout(() => window.close(), 200); }, 200);
});

const tell = (data) => window.opener?.postMessage(data, location.origin);
