import { attackTechnique } from '@attest/security-model';
import { behaviourTypes } from '../behaviour-rule.js';
import { behaviourRules } from './index.js';
import { rulesMatching } from './matching-rules.js';

const honest: readonly (readonly ['bash' | 'batch' | 'powershell' | 'javascript', string])[] = [
  ['bash', 'set -e'],
  ['bash', 'if [ "$1" = "configure" ]; then'],
  ['bash', 'echo "Building the project"'],
  ['bash', 'export NODE_ENV=production'],
  ['bash', 'make -j4 && make install'],
  ['batch', '@echo off'],
  ['batch', 'setlocal enabledelayedexpansion'],
  ['batch', 'if errorlevel 1 goto failed'],
  ['powershell', '$ErrorActionPreference = "Stop"'],
  ['powershell', 'Write-Host "Finished" -ForegroundColor Green'],
  ['powershell', 'Import-Module Pester'],
  ['javascript', 'const inject = require("./inject");'],
  ['javascript', 'disableNotifications: true,'],
  ['javascript', 'throw new Error("Invalid login data");'],
];
const neverMalicious: readonly (readonly ['bash' | 'batch' | 'powershell' | 'javascript', string])[] = [
  ['bash', 'rm -rf ./build dist/*.bak'],
  ['bash', 'rm -rf /usr/lib/example /var/lib/example/cache'],
  ['bash', 'nc -z localhost 5432 && echo -e "ready"'],
  ['bash', 'curl -fsSL https://example.test/install.sh -o install.sh'],
  ['bash', 'adduser --system --group --home /var/lib/example example'],
  ['bash', 'systemctl daemon-reload && systemctl enable example.service'],
  ['bash', 'chmod 4755 /usr/bin/example && update-ca-certificates'],
  ['bash', 'for h in $hosts; do sshpass -p "$PASS" ssh deploy@$h uptime; done'],
  ['bash', 'docker run --privileged -v /var/run/docker.sock:/var/run/docker.sock example'],
  ['bash', 'echo "127.0.0.1 dev.example.test" >> /etc/hosts'],
  ['bash', 'export PROMPT_COMMAND="history -a"; export HISTSIZE=5000'],
  ['batch', 'net user backup Example1 /add'],
  ['batch', 'regasm.exe Example.dll /codebase'],
  ['batch', 'netsh advfirewall firewall add rule name="Example" dir=in action=allow protocol=TCP localport=80'],
  ['powershell', 'Get-Service WinDefend | Select-Object Status'],
  ['powershell', 'Invoke-Command -ComputerName $servers -ScriptBlock { Get-HotFix }'],
  ['powershell', 'Set-ItemProperty -Path HKLM:\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\TimeProviders\\NtpServer -Name Enabled -Value 1'],
  ['powershell', 'Enable-BitLocker -MountPoint C: -EncryptionMethod XtsAes256'],
  ['javascript', 'element.addMonitor(function () { return magnify("x"); });'],
];

describe('behaviour rules', () => {
  it('are more than 350, with ids of their own', () => {
    expect(behaviourRules.length).toBeGreaterThan(350);
    expect(new Set(behaviourRules.map((rule) => rule.id)).size).toBe(behaviourRules.length);
    for (const rule of behaviourRules) expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('name techniques that ATT&CK has and has not revoked', () => {
    expect(behaviourRules.flatMap((rule) => rule.techniques.filter((id) => attackTechnique(id) === undefined).map((id) => `${rule.id} ${id}`))).toEqual([]);
    for (const rule of behaviourRules) expect([1, 2]).toContain(rule.techniques.length);
  });

  it.each(behaviourRules.map((rule) => [rule.id, rule] as const))('%s is well-formed', (_id, rule) => {
    expect(behaviourTypes).toContain(rule.type);
    expect(['i', '']).toContain(rule.pattern.flags);
    expect(rule.phrase).toMatch(/^[a-z].*[^.]$/);
    for (const literal of rule.needs) {
      expect(literal).toBe(literal.toLowerCase());
      expect(literal.length).toBeGreaterThanOrEqual(2);
    }
    expect(rule.pattern.source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, '')).not.toMatch(/\.[*+]/);
  });

  it.each(honest)('nothing holds for %s: %s', (language, statement) => {
    expect(rulesMatching(behaviourRules, statement, language).map((rule) => rule.id)).toEqual([]);
  });

  it.each(neverMalicious)('nothing malicious holds for %s: %s', (language, statement) => {
    expect(rulesMatching(behaviourRules, statement, language).filter((rule) => rule.weight === 'malicious').map((rule) => rule.id)).toEqual([]);
  });
});
