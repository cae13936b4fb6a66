// The answers to what a linked companion asks: who is on WhatsApp, on which devices, and with which keys.
import { Curve } from './library.mjs';

export const server = 's.whatsapp.net';
export const children = (node, tag) => (Array.isArray(node?.content) ? node.content : []).filter((child) => !tag || child.tag === tag);
export const child = (node, tag) => children(node, tag)[0];

const keyBundles = new Map();

/** Content of the answer to a query; undefined for an answer without any. */
export function answerTo(query, asked) {
  switch (true) {
    case asked?.tag === 'count':
      return [{ tag: 'count', attrs: { value: '800' } }];
    case asked?.tag === 'digest':
      return [{ tag: 'digest', attrs: {} }];
    case asked?.tag === 'usync':
      return [{ tag: 'usync', attrs: {}, content: [{ tag: 'list', attrs: {}, content: users(asked) }] }];
    case query.attrs.xmlns === 'encrypt' && asked?.tag === 'key':
      return [{ tag: 'list', attrs: {}, content: children(asked, 'user').map(keysOf) }];
    case ['props', 'list', 'privacy'].includes(asked?.tag):
      return [{ tag: asked.tag, attrs: {}, content: [] }];
    default:
      return undefined;
  }
}

function users(asked) {
  const protocols = children(child(asked, 'query')).map((protocol) => protocol.tag);
  return children(child(asked, 'list'), 'user').map((user) => {
    const contact = child(user, 'contact')?.content;
    const phone = contact ? String(contact).replace(/\D/g, '') : null;
    const jid = user.attrs.jid || `${phone}@${server}`;
    return { tag: 'user', attrs: { jid }, content: protocols.map((protocol) => about(protocol, jid, phone)) };
  });
}

function about(protocol, jid, phone) {
  if (protocol === 'contact') return { tag: 'contact', attrs: { type: phone?.endsWith('0000') ? 'out' : 'in' } };
  if (protocol === 'devices') {
    const devices = [{ tag: 'device', attrs: { id: '0' } }];
    return { tag: 'devices', attrs: {}, content: [{ tag: 'device-list', attrs: {}, content: devices }] };
  }
  if (protocol === 'lid') return { tag: 'lid', attrs: { val: jid.endsWith('@lid') ? jid : `9${jid.split(/[@:]/)[0]}@lid` } };
  return { tag: protocol, attrs: {} };
}

function keysOf(user) {
  const { jid } = user.attrs;
  if (!keyBundles.has(jid)) {
    const [identity, signed, oneTime] = [Curve.generateKeyPair(), Curve.generateKeyPair(), Curve.generateKeyPair()];
    const signature = Curve.sign(identity.private, Buffer.concat([Buffer.from([5]), signed.public]));
    keyBundles.set(jid, { identity, signed, oneTime, signature });
  }
  const keys = keyBundles.get(jid);
  const id = { tag: 'id', attrs: {}, content: Buffer.from([0, 0, 1]) };
  const value = (pair) => ({ tag: 'value', attrs: {}, content: pair.public });
  return {
    tag: 'user',
    attrs: { jid },
    content: [
      { tag: 'registration', attrs: {}, content: Buffer.from([0, 0, 0, 9]) },
      { tag: 'type', attrs: {}, content: Buffer.from([5]) },
      { tag: 'identity', attrs: {}, content: keys.identity.public },
      { tag: 'skey', attrs: {}, content: [id, value(keys.signed), { tag: 'signature', attrs: {}, content: keys.signature }] },
      { tag: 'key', attrs: {}, content: [id, value(keys.oneTime)] },
    ],
  };
}
