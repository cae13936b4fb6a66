// A session from its first socket to every end that it can have.
import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { after, before, beforeEach, describe, test } from 'node:test';
import { closeAll, connected, type FakeWhatsApp, fakeWhatsApp, MemoryStore, phone, quick, Rig } from './rig.js';

let fake: FakeWhatsApp;
before(async () => (fake = await fakeWhatsApp()));
after(async () => {
  await closeAll();
  await fake.stop();
});
beforeEach(async () => {
  await fake.play('/mode?m=normal');
  await fake.play('/refs?n=6');
});

const linked = async (number: string): Promise<boolean> => ((await fake.play(`/linked?phone=${number}`)) as { linked: boolean }).linked;

describe('pairing', () => {
  test('a scan is reported before the connection, and the connection with the phone that scanned', async () => {
    const rig = await connected(fake, '5521977776666');

    assert.deepEqual(rig.names, ['connecting', 'offer', 'linking', 'reconnecting', 'open']);
    assert.equal(rig.events.at(-1)?.['identity'], '5521977776666');
    assert.equal(await rig.session.logout(), true);
    assert.equal(await linked('5521977776666'), false);
  });

  test('a pairing code comes with the QR code and lives as long as the batch', async () => {
    const rig = new Rig(fake, undefined, { method: 'both' }).start();
    const offer = await rig.until('offer');

    assert.match(String(offer['code']), /^[1-9A-HJKLMNP-TV-Z]{8}$/);
    assert.equal(offer['codeSeconds'], 160);
    assert.equal(offer['qrSeconds'], 60);
    await fake.play(`/code?phone=${phone}&code=${String(offer['code'])}`);
    assert.equal((await rig.until('open'))['identity'], phone);
    await rig.session.logout();
  });

  test('beside a pairing code the QR code can be scanned', async () => {
    const rig = new Rig(fake, undefined, { method: 'code' }).start();

    await fake.play('/scan?phone=5521977776661', String((await rig.until('offer'))['qr']));
    assert.equal((await rig.until('open'))['identity'], '5521977776661');
    await rig.session.logout();
  });

  test('no new pairing code is drawn while one lives', async () => {
    const rig = new Rig(fake, undefined, { method: 'both' }, { ...quick, qrMs: 500 }).start();
    await rig.until('offer');
    const second = await rig.until('offer', 2);

    assert.equal(second['code'], undefined);
    await rig.session.close();
  });

  test('two batches of QR codes, and no third', async () => {
    await fake.play('/refs?n=1');
    const rig = new Rig(fake, undefined, {}, { ...quick, qrMs: 40 }).start();

    assert.equal((await rig.until('closed'))['reason'], 'exhausted');
    assert.equal(rig.names.filter((name) => name === 'offer').length, 2);
  });

  test('a server that gives no QR code ends like a batch that is used up', async () => {
    await fake.play('/mode?m=noqr');
    const rig = new Rig(fake, undefined, {}, { ...quick, noQrMs: 60 }).start();

    assert.equal((await rig.until('closed'))['reason'], 'exhausted');
  });

  for (const mode of ['passkey', 'passkeydrop']) {
    test(`a passkey that is asked for is reported (${mode}) and no QR code follows`, async () => {
      await fake.play(`/mode?m=${mode}`);
      const rig = new Rig(fake).start();
      await fake.play('/scan?phone=5521977776662', String((await rig.until('offer'))['qr']));

      await rig.until('passkey');
      await rig.session.close();
      assert.equal(rig.names.at(-1), 'passkey');
      assert.equal(await linked('5521977776662'), false);
    });
  }

  test('WhatsApp refuses pairing codes as too many', async () => {
    await fake.play('/mode?m=limited');
    const rig = new Rig(fake, undefined, { method: 'both' }).start();

    const offer = await rig.until('offer');
    assert.deepEqual([offer['code'], offer['codeRefused']], [undefined, true]);
    await rig.session.close();
  });

  test('WhatsApp refuses the pairing code that alone was asked for', async () => {
    await fake.play('/mode?m=limited');
    const rig = new Rig(fake, undefined, { method: 'code' }).start();

    assert.equal((await rig.until('closed'))['reason'], 'limited');
  });

  test('what was offered links nothing once the session is closed', async () => {
    const rig = new Rig(fake).start();
    const offer = await rig.until('offer');
    await rig.session.close();
    await gone();

    await assert.rejects(fake.play('/scan?phone=5521977776663', String(offer['qr'])), /unknown or expired/);
  });

  test('WhatsApp is not told of the acceptance before the credentials are stored', async () => {
    const store = new MemoryStore();
    const rig = new Rig(fake, store).start();
    const offer = await rig.until('offer');
    let release: () => void = () => {};
    const stored = new Promise<void>((resolve) => (release = resolve));
    const write = store.write.bind(store);
    const asked = new Promise<void>((resolve) => {
      store.write = (batch) => {
        resolve();
        return stored.then(() => write(batch));
      };
    });
    await fake.play('/scan?phone=5521977776664', String(offer['qr']));
    await asked;

    const { connections } = (await fake.play('/state')) as { connections: { pairing: boolean }[] };
    assert.ok(connections.some((connection) => connection.pairing), 'WhatsApp waits for our acknowledgement');
    assert.equal(rig.names.at(-1), 'offer');
    release();
    await rig.until('open');
    assert.notEqual(store.credentials, null);
    await rig.session.logout();
  });
});

describe('a store that is away', () => {
  test('leaves no device linked that nobody remembers', async () => {
    const rig = new Rig(fake).start();
    const offer = await rig.until('offer');
    rig.store.isRefusing = true;
    await fake.play('/scan?phone=5521977776665', String(offer['qr']));

    await rig.until('offer', rig.events.length);
    assert.ok(!rig.names.includes('linking'));
    assert.equal(await linked('5521977776665'), false);
    await rig.session.close();
  });
});

describe('ends', () => {
  for (const [act, reason] of [['unlink', 'logged_out'], ['replace', 'replaced'], ['ban', 'banned']] as const) {
    test(`${act} is reported as ${reason}`, async () => {
      const number = `552197777500${reason.length}`;
      const rig = await connected(fake, number);
      await fake.play(`/${act}?phone=${number}`);

      assert.equal((await rig.until('closed'))['reason'], reason);
    });
  }

  test('a lost connection comes back without an end', async () => {
    const rig = await connected(fake, '5521977775101');
    const before = rig.events.length;
    await fake.play('/drop?phone=5521977775101');

    await rig.until('open', before);
    assert.ok(!rig.names.includes('closed'));
    await rig.session.logout();
  });

  for (const mode of ['down', 'rubbish', 'slam', 'mute', 'huge']) {
    test(`WhatsApp in mode ${mode} is unreachable and is tried again`, async () => {
      await fake.play(`/mode?m=${mode}`);
      const rig = new Rig(fake, undefined, {}, { ...quick, connectMs: 200 }).start();
      await rig.until('unreachable');
      await fake.play('/mode?m=normal');

      await rig.until('offer');
      await rig.session.close();
    });
  }

  test('a client that is too old is tried once with the version that WhatsApp has', async () => {
    await fake.play('/version?v=2.3000.1099999999');
    const rig = new Rig(fake).start();

    await rig.until('offer');
    await rig.session.close();
    await fake.play('/version?v=2.3000.1');
  });

  test('a version from the settings is kept, and the wanted one is named', async () => {
    await fake.play('/version?v=2.3000.1099999999');
    const rig = new Rig({ ...fake, version: '2.3000.1000' }).start();

    const outdated = await rig.until('outdated');
    assert.deepEqual([outdated['used'], outdated['wanted']], ['2.3000.1000', '2.3000.1099999999']);
    await fake.play('/version?v=2.3000.1');
  });
});

/** Until the server has seen its last client leave. */
async function gone(): Promise<void> {
  for (;;) {
    const { connections } = (await fake.play('/state')) as { connections: unknown[] };
    if (connections.length === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a socket that is gone leaves nothing behind in what is asynchronous', async () => {
  const marks = (): number => Object.getOwnPropertySymbols(new AsyncResource('probe')).length;
  const before = marks();
  const rig = await connected(fake, '5521977776671');
  for (let times = 0; times < 3; times++) {
    const from = rig.events.length;
    await fake.play('/drop?phone=5521977776671');
    await rig.until('open', from);
  }
  await rig.session.close();

  assert.equal(marks(), before);
});
