// A small waPC host that drives a relay of wide.widl to its limits: node limits.mjs MODULE CALLS
import { readFileSync } from 'node:fs';

const utf8 = new TextEncoder();
const text = new TextDecoder();
const [file, calls] = process.argv.slice(2);

/** Answers each host call with its own payload. */
async function load() {
  let call = {};
  let instance;
  const bytes = (ptr, len) => new Uint8Array(instance.exports.memory.buffer, ptr >>> 0, len >>> 0);
  const put = (ptr, from) => bytes(ptr, from.length).set(from);
  const wapc = {
    __guest_request: (operation, payload) => (put(operation, call.operation), put(payload, call.payload)),
    __guest_response: (ptr, len) => (call.reply = bytes(ptr, len).slice()),
    __guest_error: (ptr, len) => (call.error = text.decode(bytes(ptr, len))),
    __host_call: (b, bl, n, nl, o, ol, ptr, len) => ((call.answer = bytes(ptr, len).slice()), 1),
    __host_response_len: () => call.answer.length,
    __host_response: (ptr) => put(ptr, call.answer),
    __host_error_len: () => 0,
    __host_error: () => {},
    __console_log: () => {},
  };
  instance = (await WebAssembly.instantiate(readFileSync(file), { wapc })).instance;
  return {
    memory: () => instance.exports.memory.buffer.byteLength,
    call(operation, payload) {
      call = { operation: utf8.encode(operation), payload };
      const code = instance.exports.__guest_call(call.operation.length, payload.length);
      if (code === 1 ? !call.reply : call.error === undefined) throw new Error(`code ${code} and nothing else`);
      return call;
    },
  };
}

const key = (name) => [0xa0 | name.length, ...utf8.encode(name)];
const ways = {
  children: { levels: 2, prefix: [0x81, ...key('children'), 0x91] },
  named: { levels: 2, prefix: [0x81, ...key('named'), 0x81, ...key('x')] },
  next: { levels: 1, prefix: [0x81, ...key('next')] },
  shape: { levels: 3, prefix: [0x81, ...key('shape'), 0x81, ...key('Wides'), 0x91] },
};

function nested({ prefix }, count) {
  const out = new Uint8Array(prefix.length * count + 1).fill(0x80);
  for (let i = 0; i < count; i++) out.set(prefix, i * prefix.length);
  return out;
}

function expect(condition, what) {
  if (!condition) throw new Error(what);
}

const guest = await load();
for (const [name, way] of Object.entries(ways)) {
  // The innermost value has an empty list of its own, which counts when it is written.
  const most = Math.floor((128 - 2) / way.levels);
  const { reply, error } = guest.call('Echo', nested(way, most));
  expect(reply?.length > 0, `${name}: ${error}`);
  for (const depth of [Math.floor(127 / way.levels) + 1, 100_000]) {
    const deeper = guest.call('Echo', nested(way, depth));
    expect(/: nested deeper than 128$/.test(deeper.error), `${name} ${depth}: ${deeper.error}`);
  }
}

// Anything is survived, and the next call is served.
const payload = nested(ways.children, 20);
const whole = guest.call('Echo', payload).reply;
let seed = 1;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
for (let i = 0; i < 2000; i++) {
  const wrong = whole.slice(0, i < 500 ? Math.floor(random() * whole.length) : whole.length);
  if (wrong.length > 0) wrong[Math.floor(random() * wrong.length)] = Math.floor(random() * 256);
  guest.call('Echo', wrong);
}
expect(guest.call('Echo', payload).reply?.length === whole.length, 'the next call');

// Memory stays what it is, with payloads of all sizes and with errors.
function soak(count) {
  for (let i = 0; i < count; i++) {
    const size = i % 997 === 0 ? 65_536 : (i * 31) % 600;
    const body = new Uint8Array(7 + size + 3);
    body.set([0x81, ...key('f5'), 0xc5, size >> 8, size & 255]);
    guest.call('Echo', i % 3 === 0 ? body.slice(0, size >> 1) : body);
  }
  return guest.memory();
}
const before = soak(10_000);
const after = soak(Number(calls));
expect(before === after, `${before} bytes of memory became ${after}`);
console.log(`${calls} calls, ${after} bytes of memory`);
