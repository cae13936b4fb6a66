// A session that goes on after its first socket: opened again from what is stored, and sending.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CorruptCredentialsError } from '../src/store.js';
import { closeAll, connected, type FakeWhatsApp, fakeWhatsApp, MemoryStore, Rig } from './rig.js';

let fake: FakeWhatsApp;
before(async () => (fake = await fakeWhatsApp()));
after(async () => {
  await closeAll();
  await fake.stop();
});

describe('a session that is opened again', () => {
  test('continues with what is stored, and no key is named after its contact', async () => {
    const first = await connected(fake, '5521977775201');
    assert.ok('messageId' in (await first.session.send('5511912345678', 'Olá')));
    await first.session.close();
    assert.ok(first.store.keys.size > 0);
    assert.ok([...first.store.keys.keys()].every((id) => /^[0-9a-f]{32}$/.test(id)));

    const again = new Rig(fake, first.store, { wasOpen: true }).start();
    await again.until('open');
    assert.deepEqual(again.names, ['reconnecting', 'open']);
    assert.ok('messageId' in (await again.session.send('5511912345678', 'De novo')));
    await again.session.logout();
  });

  test('was accepted by a phone, and WhatsApp never learnt of it: new QR codes come', async () => {
    const first = await connected(fake, '5521977775202');
    await first.session.close();
    await fake.play('/unlink?phone=5521977775202');
    const again = new Rig(fake, first.store).start();

    await again.until('offer');
    await again.session.close();
  });

  test('had credentials that cannot be read', () => {
    const store = new MemoryStore();
    store.credentials = '{"index":"x"}';
    assert.throws(() => new Rig(fake, store), CorruptCredentialsError);
  });
});

describe('sending', () => {
  test('a recipient that is not on WhatsApp, and a session that is not connected', async () => {
    const rig = await connected(fake, '5521977775301');
    assert.deepEqual(await rig.session.send('5511912340000', 'Olá'), { refused: 'not_on_whatsapp' });
    await rig.session.logout();

    assert.deepEqual(await rig.session.send('5511912345678', 'Olá'), { refused: 'not_connected' });
  });
});
